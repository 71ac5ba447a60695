package chat.conversations;

import chat.conversations.GroupDao.Creation;
import chat.conversations.GroupDao.Member;
import chat.conversations.GroupDao.Standing;
import chat.db.Database;
import chat.db.NoReaderException;
import chat.realtime.Background;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.ReadMarks;
import chat.rooms.Receipts;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Making groups, and who is in them. Each change takes the room's next {@code rev} and is told to all members, off the
 * writer's thread, whose work does not grow with them.
 */
public final class Groups {
    record Details(RoomView room, List<Member> members) {}

    record Created(RoomView room, boolean isNew) {}

    /** Read in this order: a member's mark may be newer than the room, but no message of theirs looks unread. */
    private record Reading(RoomView room, List<Standing> members, ReadMarks marks) {}

    private record Made(long id, boolean isNew) {}

    private record Asked(String name, Set<Long> userIds) {}

    private record RoomEvent(RoomView room) {}

    private record RoomRemoved(long roomId) {}

    private static final long NOBODY = 0;

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final Receipts receipts;
    private final Clock clock;
    /** The groups whose change waits to be told, and who was removed from each. Guarded by itself. */
    private final Map<Long, Set<Long>> toTell = new HashMap<>();

    public Groups(Database database, Hub hub, Background background, Receipts receipts, Clock clock) {
        this.database = database;
        this.hub = hub;
        this.background = background;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A group of the creator, who owns it, and these users. A known client id gives the group it made. */
    CompletableFuture<Created> create(long creatorId, String name, Collection<Long> userIds, String clientId) {
        Set<Long> all = new TreeSet<>(userIds);
        all.remove(creatorId);
        String asked = Json.write(new Asked(name, new TreeSet<>(all)));
        all.add(creatorId);
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
                        return new Made(before.id(), false);
                    }
                    requireUsers(groups, all);
                    Room room = groups.insert(name, creatorId, clientId, asked, now);
                    groups.putMembers(room.id(), all, creatorId, 0, room.rev());
                    return new Made(room.id(), true);
                })
                .thenApply(made -> {
                    if (made.isNew()) {
                        tellChanged(made.id());
                    }
                    return made;
                })
                .thenApplyAsync(
                        made -> new Created(database.read(handle -> view(handle, made.id(), creatorId)), made.isNew()));
    }

    Details details(long callerId, long roomId) {
        return database.read(handle -> new Details(
                view(handle, roomId, callerId), handle.attach(GroupDao.class).members(roomId)));
    }

    /** Adds who is not in it yet; they see all that was said. Where nobody is new, nothing changes. */
    CompletableFuture<Details> add(long callerId, long roomId, Collection<Long> userIds) {
        return database.write(handle -> {
                    GroupDao groups = handle.attach(GroupDao.class);
                    Room room = requireGroup(handle.attach(RoomDao.class), callerId, roomId);
                    requireUsers(groups, userIds);
                    if (groups.countMembers(roomId, userIds) == userIds.size()) {
                        return false;
                    }
                    groups.putMembers(roomId, userIds, NOBODY, room.lastSeq(), groups.nextRev(roomId));
                    return true;
                })
                .thenApply(changed -> {
                    if (changed) {
                        tellChanged(roomId);
                    }
                    return changed;
                })
                .thenApplyAsync(changed -> details(callerId, roomId));
    }

    /** The owner removes anybody, anybody themselves; when the owner leaves, the oldest member inherits. */
    CompletableFuture<Void> remove(long callerId, long roomId, long userId) {
        return database.write(handle -> {
                    GroupDao groups = handle.attach(GroupDao.class);
                    requireGroup(handle.attach(RoomDao.class), callerId, roomId);
                    if (callerId != userId && !isOwner(groups.role(roomId, callerId))) {
                        throw ApiError.forbidden("Only the owner of the group can remove others.");
                    }
                    Optional<String> role = groups.role(roomId, userId);
                    if (role.isEmpty()) {
                        throw ApiError.notFound("There is no such member.");
                    }
                    long rev = groups.nextRev(roomId);
                    groups.remove(roomId, userId, rev);
                    if (isOwner(role)) {
                        groups.passOn(roomId, rev);
                    }
                    return null;
                })
                .thenRun(() -> tellChanged(roomId, List.of(userId)));
    }

    /** Takes somebody out of all groups, as if they had left each; gives which. In a transaction. */
    public List<Long> leaveAll(Handle handle, long userId) {
        GroupDao groups = handle.attach(GroupDao.class);
        List<Long> left = groups.groupsOf(userId);
        groups.nextRevs(userId);
        groups.passOnAll(userId);
        groups.leaveAll(userId);
        return left;
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

    private static boolean isOwner(Optional<String> role) {
        return role.filter("owner"::equals).isPresent();
    }

    private static RoomView view(Handle handle, long roomId, long userId) {
        return handle.attach(ConversationDao.class)
                .room(roomId, userId)
                .orElseThrow(() -> ApiError.notFound("There is no such conversation."));
    }

    /** Tells the members of a group that it changed, each how they see it now. Takes no time of the caller's. */
    public void tellChanged(long groupId) {
        tellChanged(groupId, List.of());
    }

    /** Several changes that wait to be told are told as one: what is told is read when its turn comes. */
    private void tellChanged(long groupId, List<Long> removed) {
        synchronized (toTell) {
            Set<Long> waiting = toTell.get(groupId);
            if (waiting != null) {
                waiting.addAll(removed);
                return;
            }
            toTell.put(groupId, new TreeSet<>(removed));
        }
        background.execute(() -> tell(groupId));
    }

    private void tell(long groupId) {
        Set<Long> removed;
        synchronized (toTell) {
            removed = toTell.remove(groupId);
        }
        if (!removed.isEmpty()) {
            hub.deliver(removed, Event.of("room_removed", new RoomRemoved(groupId)), null);
        }
        try {
            tellMembers(groupId);
        } catch (NoReaderException e) {
            tellChanged(groupId); // when the others had their turn
        }
        receipts.lowestMayHaveMoved(groupId);
    }

    /** Each who is connected gets the room as they see it: most see the same, so there are few events to write. */
    private void tellMembers(long groupId) {
        Reading now = database.read(handle -> new Reading(
                handle.attach(ConversationDao.class).group(groupId),
                handle.attach(GroupDao.class).standings(groupId),
                handle.attach(RoomDao.class).marksOfGroup(groupId)));
        Map<RoomView, Event> events = new HashMap<>();
        for (Standing member : now.members()) {
            if (hub.isConnected(member.userId())) {
                RoomView seen = now.room()
                        .seenFrom(
                                member.readSeq(), member.ownAhead(), now.marks().ofOthersThan(member.userId()));
                hub.deliver(
                        member.userId(), events.computeIfAbsent(seen, same -> Event.of("room", new RoomEvent(same))));
            }
        }
    }
}
