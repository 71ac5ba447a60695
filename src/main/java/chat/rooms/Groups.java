package chat.rooms;

import chat.db.Database;
import chat.db.NameKey;
import chat.feature.Base;
import chat.rooms.GroupDao.Creation;
import chat.rooms.GroupDao.Member;
import chat.rooms.GroupDao.Rev;
import chat.web.ApiError;
import chat.web.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Creates groups, and adds and removes members. Each change takes the room's next {@code rev} and notifies the members.
 */
final class Groups {
    record Details(RoomView room, List<Member> members) {}

    record Created(RoomView room, boolean isNew) {}

    private record Inserted(long id, boolean isNew) {}

    private record Request(String name, Set<Long> userIds) {}

    /** Adding users who are all members already takes no {@code rev}. */
    private static final long NO_REV = 0;

    private static final long NO_OWNER = 0;

    private final Database database;
    private final RoomViews views;
    private final GroupEvents events;
    private final Clock clock;
    private final int maxMembers;

    Groups(Base base, RoomViews views, GroupEvents events, int maxMembers) {
        database = base.database();
        clock = base.clock();
        this.views = views;
        this.events = events;
        this.maxMembers = maxMembers;
    }

    /**
     * Creates a group of these users and its creator, who owns it. A retry with the same client id returns that group.
     */
    CompletableFuture<Created> create(long creatorId, String name, Collection<Long> userIds, String clientId) {
        Set<Long> members = new TreeSet<>(userIds);
        members.remove(creatorId);
        String request = Json.write(new Request(name, new TreeSet<>(members)));
        members.add(creatorId);
        Instant now = clock.instant();
        return database.write(handle -> create(handle, creatorId, name, members, clientId, request, now), this::created)
                .thenApply(group -> new Created(view(group.id(), creatorId), group.isNew()));
    }

    private Inserted create(
            Handle handle,
            long creatorId,
            String name,
            Set<Long> members,
            String clientId,
            String request,
            Instant now) {
        GroupDao groups = handle.attach(GroupDao.class);
        Creation before = clientId == null
                ? null
                : groups.findCreation(creatorId, clientId).orElse(null);
        if (before != null) {
            if (!before.createdWith().equals(request)) {
                throw ApiError.conflict("client_id", "This client_id was used for another group.");
            }
            return new Inserted(before.id(), false);
        }
        requireUsers(groups, members);
        requireCapacity(members.size());
        Room room = groups.insert(name, NameKey.of(name), creatorId, clientId, request, now);
        groups.putMembers(room.id(), members, creatorId, 0, room.rev());
        return new Inserted(room.id(), true);
    }

    private void created(Inserted group) {
        if (group.isNew()) {
            events.changed(group.id(), 1);
        }
    }

    Details details(long callerId, long roomId) {
        return database.read(handle -> new Details(
                view(handle, roomId, callerId), handle.attach(GroupDao.class).members(roomId)));
    }

    /** Adds the users who are not members yet. They can read all earlier messages. */
    CompletableFuture<Details> add(long callerId, long roomId, Collection<Long> userIds) {
        return database.write(handle -> add(handle, callerId, roomId, userIds), rev -> added(roomId, rev))
                .thenApply(rev -> details(callerId, roomId));
    }

    private long add(Handle handle, long callerId, long roomId, Collection<Long> userIds) {
        GroupDao groups = handle.attach(GroupDao.class);
        RoomDao rooms = handle.attach(RoomDao.class);
        Room room = requireGroup(rooms, callerId, roomId);
        requireUsers(groups, userIds);
        int added = userIds.size() - groups.countMembersAmong(roomId, userIds);
        if (added == 0) {
            return NO_REV;
        }
        requireCapacity(groups.countMembers(roomId) + added);
        long rev = rooms.nextRev(roomId);
        groups.putMembers(roomId, userIds, NO_OWNER, room.lastSeq(), rev);
        return rev;
    }

    private void added(long roomId, long rev) {
        if (rev != NO_REV) {
            events.added(roomId, rev);
        }
    }

    /**
     * The owner can remove anybody; other members can only remove themselves. When the owner leaves, the member who
     * joined first becomes the owner.
     */
    CompletableFuture<Void> remove(long callerId, long roomId, long userId) {
        return database.write(handle -> remove(handle, callerId, roomId, userId), rev -> removed(roomId, userId, rev))
                .thenAccept(rev -> {});
    }

    private long remove(Handle handle, long callerId, long roomId, long userId) {
        GroupDao groups = handle.attach(GroupDao.class);
        RoomDao rooms = handle.attach(RoomDao.class);
        requireGroup(rooms, callerId, roomId);
        if (callerId != userId && !isOwner(groups.role(roomId, callerId))) {
            throw ApiError.forbidden("Only the owner of the group can remove others.");
        }
        Optional<String> role = groups.role(roomId, userId);
        if (role.isEmpty()) {
            throw ApiError.notFound("There is no such member.");
        }
        long rev = rooms.nextRev(roomId);
        groups.remove(roomId, userId, rev);
        if (isOwner(role)) {
            groups.transferOwnership(roomId, rev);
        }
        return rev;
    }

    private void removed(long roomId, long userId, long rev) {
        events.removed(roomId, userId);
        events.changed(roomId, rev);
    }

    /**
     * Removes a user from all groups, in the caller's transaction. The result notifies the members after the commit.
     */
    Runnable leaveAll(Handle handle, long userId) {
        GroupDao groups = handle.attach(GroupDao.class);
        List<Rev> left = groups.nextRevs(userId);
        groups.transferAllOwnerships(userId);
        groups.removeFromAll(userId);
        return () -> left.forEach(group -> events.changed(group.roomId(), group.rev()));
    }

    private static Room requireGroup(RoomDao rooms, long callerId, long roomId) {
        Room room = Target.room(roomId).find(rooms, callerId).orElseThrow();
        if (room.isDirect()) {
            throw ApiError.badRequest("The members of a direct conversation cannot be changed.");
        }
        return room;
    }

    private static void requireUsers(GroupDao groups, Collection<Long> userIds) {
        if (groups.countUsers(userIds) != userIds.size()) {
            throw ApiError.notFound("user_ids", "One of these users does not exist.");
        }
    }

    private void requireCapacity(int members) {
        if (members > maxMembers) {
            throw ApiError.limit("user_ids", "A group has at most " + maxMembers + " members.");
        }
    }

    private static boolean isOwner(Optional<String> role) {
        return role.filter("owner"::equals).isPresent();
    }

    private RoomView view(long roomId, long userId) {
        return database.read(handle -> view(handle, roomId, userId));
    }

    private RoomView view(Handle handle, long roomId, long userId) {
        return views.of(handle, userId, roomId).orElseThrow(() -> ApiError.notFound("There is no such conversation."));
    }
}
