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
 * Moves read marks and sends {@code messages_read}. In a direct room both members get it at once. In a group the reader
 * gets it at once. The other members get it once a second, if the lowest mark has moved. Any thread may call.
 */
final class Receipts {
    private static final int REMEMBERED_GROUPS = 10_000;

    private record MessagesRead(long roomId, Long userId, long seq) {}

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final MarkStore store = new MarkStore();
    /** The groups whose lowest mark may have moved since the last tick. */
    private final Set<Long> movedGroups = ConcurrentHashMap.newKeySet();
    /** The marks that were last sent, by group. Only the background thread uses them. */
    private final Map<Long, ReadMarks> lastSent = new LinkedHashMap<>(16, 0.75f, true) {
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

    /** Handles {@code mark_read}: the user has read up to and including {@code seq}, or up to the newest message. */
    void markRead(Connection connection, Input data) {
        Target target = Target.of(data);
        long seq = data.count("seq");
        long userId = connection.userId();
        database.write(store, new Mark(userId, target, seq), mark -> moved(userId, mark))
                .exceptionally(failure -> {
                    connection.refuse(Errors.of(failure), null);
                    return null;
                });
    }

    private void moved(long userId, MarkStore.Moved mark) {
        if (mark.moved()) {
            send(mark.room(), userId, mark.seq());
        }
    }

    private void send(Room room, long userId, long seq) {
        Event event = Event.of("messages_read", new MessagesRead(room.id(), userId, seq));
        hub.deliver(userId, event);
        if (room.isDirect()) {
            hub.deliver(room.otherThan(userId), event);
        } else {
            lowestMayHaveMoved(room.id());
        }
    }

    /** The next tick compares the group's lowest marks with those that were last sent. */
    void lowestMayHaveMoved(long groupId) {
        movedGroups.add(groupId);
    }

    /** Sending a message marks everything up to it as read. */
    void sent(Sent message) {
        if (message.caughtUp()) {
            send(message.room(), message.senderId(), message.seq());
        } else if (!message.room().isDirect()) {
            lowestMayHaveMoved(message.room().id());
        }
    }

    /** Called once a second, by one thread. */
    void tick() {
        if (!movedGroups.isEmpty()) {
            background.execute(this::sendLowest);
        }
    }

    private void sendLowest() {
        for (long groupId : List.copyOf(movedGroups)) {
            movedGroups.remove(groupId);
            try {
                sendLowest(groupId);
            } catch (NoReaderException e) {
                movedGroups.add(groupId); // the next tick tries again
                return;
            }
        }
    }

    private void sendLowest(long groupId) {
        ReadMarks marks = database.read(handle -> handle.attach(RoomDao.class).marksOfGroup(groupId));
        ReadMarks before = lastSent.get(groupId);
        if (marks.equals(before)) {
            return;
        }
        List<Long> members =
                database.read(handle -> handle.attach(RoomDao.class).memberIds(groupId));
        lastSent.put(groupId, marks);
        marks.changedSince(before, members)
                .forEach((seq, userIds) ->
                        hub.deliver(userIds, Event.of("messages_read", new MessagesRead(groupId, null, seq)), null));
    }
}
