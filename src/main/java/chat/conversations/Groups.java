package chat.conversations;

import chat.conversations.GroupDao.Creation;
import chat.conversations.GroupDao.Member;
import chat.db.Database;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.Receipts;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/** Making groups, and who is in them. Each change takes the room's next {@code rev} and is told to all members. */
public final class Groups {
    record Details(RoomView room, List<Member> members) {}

    record Created(RoomView room, boolean isNew) {}

    private record Asked(String name, Set<Long> userIds) {}

    private record RoomEvent(RoomView room) {}

    private record RoomRemoved(long roomId) {}

    private final Database database;
    private final Hub hub;
    private final Receipts receipts;
    private final Clock clock;

    public Groups(Database database, Hub hub, Receipts receipts, Clock clock) {
        this.database = database.map(Member.class).map(Creation.class);
        this.hub = hub;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A group of the creator, who owns it, and these users. A known client id gives the group it made. */
    CompletableFuture<Created> create(long creatorId, String name, Collection<Long> userIds, String clientId) {
        Set<Long> others = new TreeSet<>(userIds);
        others.remove(creatorId);
        String asked = Json.write(new Asked(name, others));
        Instant now = clock.instant();
        return database.write(handle -> {
                    GroupDao groups = handle.attach(GroupDao.class);
                    Creation before = clientId == null
                            ? null
                            : groups.findCreation(creatorId, clientId).orElse(null);
                    if (before != null) {
                        if (!before.createdWith().equals(asked)) {
                            throw ApiError.conflict("client_id", "This client_id was used for another group.");
                        }
                        return new Created(view(handle, before.id(), creatorId), false);
                    }
                    Set<Long> all = new TreeSet<>(others);
                    all.add(creatorId);
                    requireUsers(groups, all);
                    Room room = groups.insert(name, creatorId, clientId, asked, now);
                    RoomDao rooms = handle.attach(RoomDao.class);
                    rooms.putMember(room.id(), creatorId, "owner", 0, room.rev());
                    others.forEach(userId -> rooms.putMember(room.id(), userId, "member", 0, room.rev()));
                    return new Created(view(handle, room.id(), creatorId), true);
                })
                .thenApply(created -> {
                    if (created.isNew()) {
                        tellMembers(created.room().id());
                    }
                    return created;
                });
    }

    Details details(long callerId, long roomId) {
        return database.read(handle -> details(handle, callerId, roomId));
    }

    private static Details details(Handle handle, long callerId, long roomId) {
        return new Details(
                view(handle, roomId, callerId), handle.attach(GroupDao.class).members(roomId));
    }

    /** Adds who is not in it yet; they see all that was said. */
    CompletableFuture<Details> add(long callerId, long roomId, Collection<Long> userIds) {
        return database.write(handle -> {
                    RoomDao rooms = handle.attach(RoomDao.class);
                    GroupDao groups = handle.attach(GroupDao.class);
                    Room room = requireGroup(rooms, callerId, roomId);
                    requireUsers(groups, userIds);
                    List<Long> added = new ArrayList<>(userIds);
                    added.removeAll(new HashSet<>(rooms.memberIds(roomId)));
                    if (!added.isEmpty()) {
                        long rev = groups.nextRev(roomId);
                        added.forEach(userId -> rooms.putMember(roomId, userId, "member", room.lastSeq(), rev));
                    }
                    return details(handle, callerId, roomId);
                })
                .thenApply(details -> {
                    tellChanged(roomId);
                    return details;
                });
    }

    /** The owner removes anybody, anybody themselves; when the owner leaves, the oldest member inherits. */
    CompletableFuture<Void> remove(long callerId, long roomId, long userId) {
        return database.write(handle -> {
                    GroupDao groups = handle.attach(GroupDao.class);
                    requireGroup(handle.attach(RoomDao.class), callerId, roomId);
                    List<Member> members = groups.members(roomId);
                    if (callerId != userId && !isOwner(members, callerId)) {
                        throw ApiError.forbidden("Only the owner of the group can remove others.");
                    }
                    if (members.stream().noneMatch(member -> member.userId() == userId)) {
                        throw ApiError.notFound("There is no such member.");
                    }
                    remove(groups, members, roomId, userId);
                    return null;
                })
                .thenRun(() -> {
                    hub.deliver(userId, Event.of("room_removed", new RoomRemoved(roomId)));
                    tellChanged(roomId);
                });
    }

    private static void remove(GroupDao groups, List<Member> members, long roomId, long userId) {
        long rev = groups.nextRev(roomId);
        groups.remove(roomId, userId, rev);
        if (isOwner(members, userId)) {
            members.stream()
                    .filter(member -> member.userId() != userId)
                    .findFirst()
                    .ifPresent(heir -> groups.makeOwner(roomId, heir.userId(), rev));
        }
    }

    /** Takes somebody out of all groups, as if they had left each; gives which. In a transaction. */
    public List<Long> leaveAll(Handle handle, long userId) {
        GroupDao groups = handle.attach(GroupDao.class);
        List<Long> left = groups.groupsOf(userId);
        left.forEach(roomId -> remove(groups, groups.members(roomId), roomId, userId));
        return left;
    }

    /** Tells the members of a group that it changed, each how they see it now. */
    public void tellChanged(long roomId) {
        tellMembers(roomId);
        receipts.lowestMayHaveMoved(roomId);
    }

    private static Room requireGroup(RoomDao rooms, long callerId, long roomId) {
        Room room = Target.room(roomId).find(rooms, callerId).orElseThrow();
        if (room.isDirect()) {
            throw ApiError.badRequest("A conversation of two keeps its two members.");
        }
        return room;
    }

    private static void requireUsers(GroupDao groups, Collection<Long> userIds) {
        if (groups.countUsers(userIds) != userIds.size()) {
            throw ApiError.notFound("user_ids", "One of these users does not exist.");
        }
    }

    private static boolean isOwner(List<Member> members, long userId) {
        return members.stream()
                .anyMatch(member -> member.userId() == userId && member.role().equals("owner"));
    }

    private static RoomView view(Handle handle, long roomId, long userId) {
        return handle.attach(ConversationDao.class)
                .room(roomId, userId)
                .orElseThrow(() -> ApiError.notFound("There is no such conversation."));
    }

    /** Each who is connected gets the room as they see it. */
    private void tellMembers(long roomId) {
        database.read(handle -> {
            ConversationDao conversations = handle.attach(ConversationDao.class);
            for (long userId : handle.attach(RoomDao.class).memberIds(roomId)) {
                if (hub.isConnected(userId)) {
                    conversations
                            .room(roomId, userId)
                            .ifPresent(room -> hub.deliver(userId, Event.of("room", new RoomEvent(room))));
                }
            }
            return null;
        });
    }
}
