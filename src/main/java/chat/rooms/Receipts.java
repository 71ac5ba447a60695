package chat.rooms;

import chat.db.Database;
import chat.db.NoReaderException;
import chat.feature.Base;
import chat.realtime.Background;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.MarkStore.Mark;
import chat.web.Errors;
import chat.web.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far each has read, and telling it. In a direct room both are told at once; in a group the reader's own sockets
 * are, and the others once a second, when the lowest mark has moved.
 */
final class Receipts {
    private static final int REMEMBERED_GROUPS = 10_000;

    private record MessagesRead(long roomId, Long userId, long seq) {}

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final MarkStore store = new MarkStore();
    private final Set<Long> groupsToTell = ConcurrentHashMap.newKeySet();
    /** Touched by the background's thread alone. */
    private final Map<Long, ReadMarks> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ReadMarks> eldest) {
            return size() > REMEMBERED_GROUPS;
        }
    };

    Receipts(Base base) {
        database = base.database();
        hub = base.hub();
        background = base.background();
    }

    /** The event {@code mark_read}: read up to and with {@code seq}; beyond the newest means the newest. */
    void markRead(Connection connection, Input data) {
        Target target = Target.of(data);
        long seq = data.count("seq");
        long userId = connection.userId();
        database.write(store, new Mark(userId, target, seq)).whenComplete((mark, failure) -> {
            if (failure != null) {
                connection.refuse(Errors.of(failure), null);
            } else if (mark.moved()) {
                tell(mark.room(), userId, mark.seq());
            }
        });
    }

    /** Sending reads everything up to the sender's own message. */
    void sent(Sent message) {
        if (message.caughtUp()) {
            tell(message.room(), message.senderId(), message.seq());
        } else if (!message.room().isDirect()) {
            lowestMayHaveMoved(message.room().id());
        }
    }

    /** Tells that this member's mark has moved. */
    void tell(Room room, long userId, long seq) {
        Event event = Event.of("messages_read", new MessagesRead(room.id(), userId, seq));
        hub.deliver(userId, event);
        if (room.isDirect()) {
            hub.deliver(room.otherThan(userId), event);
        } else {
            lowestMayHaveMoved(room.id());
        }
    }

    /** Has a group's members told of their lowest mark with the next tick. */
    void lowestMayHaveMoved(long groupId) {
        groupsToTell.add(groupId);
    }

    /** Called once a second, by one thread. */
    void tick() {
        if (!groupsToTell.isEmpty()) {
            background.execute(this::tellLowest);
        }
    }

    private void tellLowest() {
        for (long groupId : List.copyOf(groupsToTell)) {
            groupsToTell.remove(groupId);
            try {
                tellLowest(groupId);
            } catch (NoReaderException e) {
                groupsToTell.add(groupId); // with the next tick
                return;
            }
        }
    }

    private void tellLowest(long groupId) {
        ReadMarks marks = database.read(handle -> handle.attach(RoomDao.class).marksOfGroup(groupId));
        ReadMarks before = told.get(groupId);
        if (marks.equals(before)) {
            return;
        }
        List<Long> members =
                database.read(handle -> handle.attach(RoomDao.class).memberIds(groupId));
        told.put(groupId, marks);
        marks.toTell(before, members)
                .forEach((seq, userIds) ->
                        hub.deliver(userIds, Event.of("messages_read", new MessagesRead(groupId, null, seq)), null));
    }
}
