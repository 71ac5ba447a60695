package chat.messages;

import chat.db.Outcome;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Stores the messages of one commit. Each room is read once and written once, however many go to it, and what is done
 * for each message is plain JDBC: at thousands a second, what JDBI spends on a statement would be most of the cost.
 */
final class MessageStore implements AutoCloseable {
    /** A message on its way in. {@code clientId} may be null. */
    record Sending(long senderId, Target target, String content, String clientId, Instant at) {}

    /**
     * What became of it.
     *
     * @param isNew false for a known client id: the message is the first one's
     * @param members who is told
     * @param caughtUp whether the sender had left messages of others unread until now
     */
    record Stored(Message message, boolean isNew, Room room, List<Long> members, boolean caughtUp) {}

    private record ClientKey(long senderId, String clientId) {}

    private record Place(long senderId, Target target) {}

    private final RoomDao rooms;
    private final MessageDao messages;
    private final PreparedStatement findByClientId;
    private final PreparedStatement insert;
    private final PreparedStatement advanceRoom;
    private final PreparedStatement moveMark;
    private final Map<Place, OpenRoom> places = new HashMap<>();
    private final Map<Long, OpenRoom> openRooms = new HashMap<>();
    private final Map<ClientKey, MessageRow> inThisCommit = new HashMap<>();
    private long lastId;

    /** A {@link chat.db.Bulk}. */
    static List<Outcome<Stored>> storeAll(Handle handle, List<Sending> sendings) throws SQLException {
        try (MessageStore store = new MessageStore(handle)) {
            List<Outcome<Stored>> outcomes = new ArrayList<>(sendings.size());
            for (Sending sending : sendings) {
                outcomes.add(store.storeOrRefuse(sending));
            }
            store.write();
            return outcomes;
        }
    }

    private MessageStore(Handle handle) throws SQLException {
        rooms = handle.attach(RoomDao.class);
        messages = handle.attach(MessageDao.class);
        lastId = messages.lastId();
        Connection connection = handle.getConnection();
        findByClientId =
                connection.prepareStatement("SELECT room_id, seq FROM messages WHERE sender_id = ? AND client_id = ?");
        insert = connection.prepareStatement(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
        advanceRoom =
                connection.prepareStatement("UPDATE rooms SET last_seq = ?, rev = ?, last_message_id = ? WHERE id = ?");
        moveMark = connection.prepareStatement(
                "UPDATE memberships SET read_seq = ? WHERE room_id = ? AND user_id = ? AND read_seq < ?");
    }

    private Outcome<Stored> storeOrRefuse(Sending sending) throws SQLException {
        try {
            return Outcome.of(store(sending));
        } catch (ApiError e) {
            return Outcome.refused(e);
        }
    }

    /** A known client id is looked up before anything else. */
    private Stored store(Sending sending) throws SQLException {
        MessageRow first = first(sending);
        if (first != null) {
            return again(first, sending);
        }
        Content.check(sending.content());
        OpenRoom room = open(sending);
        boolean caughtUp = room.readUpTo(sending.senderId()) < room.lastSeq;
        MessageRow row = room.take(++lastId, sending);
        insert(row);
        if (sending.clientId() != null) {
            inThisCommit.put(new ClientKey(sending.senderId(), sending.clientId()), row);
        }
        return new Stored(row.unread(room.room), true, room.room, room.members, caughtUp);
    }

    private MessageRow first(Sending sending) throws SQLException {
        if (sending.clientId() == null) {
            return null;
        }
        MessageRow row = inThisCommit.get(new ClientKey(sending.senderId(), sending.clientId()));
        if (row != null) {
            return row;
        }
        findByClientId.setLong(1, sending.senderId());
        findByClientId.setString(2, sending.clientId());
        try (ResultSet found = findByClientId.executeQuery()) {
            return found.next() ? messages.find(found.getLong(1), found.getLong(2)) : null;
        }
    }

    private Stored again(MessageRow first, Sending sending) {
        if (!first.messageContent().equals(sending.content())
                || !sending.target().names(rooms, sending.senderId(), first.roomId())) {
            throw ApiError.conflict("client_id", "This client_id was used for another message.");
        }
        Room room = rooms.find(first.roomId());
        return new Stored(first.in(room, rooms.marks(room.id())), false, room, List.of(), false);
    }

    private OpenRoom open(Sending sending) {
        Place place = new Place(sending.senderId(), sending.target());
        OpenRoom known = places.get(place);
        if (known != null) {
            return known;
        }
        Room room = sending.target().open(rooms, sending.senderId(), sending.at());
        OpenRoom open = openRooms.computeIfAbsent(room.id(), id -> new OpenRoom(room, rooms.memberIds(id)));
        open.marks.putIfAbsent(sending.senderId(), rooms.readSeq(room.id(), sending.senderId()));
        places.put(place, open);
        return open;
    }

    private void insert(MessageRow row) throws SQLException {
        insert.setLong(1, row.roomId());
        insert.setLong(2, row.seq());
        insert.setLong(3, row.id());
        insert.setLong(4, row.rev());
        insert.setLong(5, row.senderId());
        insert.setString(6, row.messageContent());
        insert.setString(7, row.clientId());
        insert.setLong(8, row.timestamp().toEpochMilli());
        insert.addBatch();
    }

    private void write() throws SQLException {
        for (OpenRoom room : openRooms.values()) {
            room.write();
        }
        insert.executeBatch();
        advanceRoom.executeBatch();
        moveMark.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        findByClientId.close();
        insert.close();
        advanceRoom.close();
        moveMark.close();
    }

    /** A room as this commit leaves it. */
    private final class OpenRoom {
        private final Room room;
        private final List<Long> members;
        /** Of those who send, how far each has read. */
        private final Map<Long, Long> marks = new HashMap<>();

        private long lastSeq;
        private long rev;
        private long lastMessageId;

        OpenRoom(Room room, List<Long> members) {
            this.room = room;
            this.members = members;
            lastSeq = room.lastSeq();
            rev = room.rev();
        }

        long readUpTo(long senderId) {
            return marks.get(senderId);
        }

        /** Sending moves the sender's own mark to that message. */
        MessageRow take(long id, Sending sending) {
            lastSeq++;
            rev++;
            lastMessageId = id;
            marks.put(sending.senderId(), lastSeq);
            return new MessageRow(
                    id,
                    room.id(),
                    lastSeq,
                    rev,
                    sending.senderId(),
                    sending.content(),
                    sending.at(),
                    sending.clientId());
        }

        void write() throws SQLException {
            if (lastMessageId == 0) {
                return;
            }
            advanceRoom.setLong(1, lastSeq);
            advanceRoom.setLong(2, rev);
            advanceRoom.setLong(3, lastMessageId);
            advanceRoom.setLong(4, room.id());
            advanceRoom.addBatch();
            for (Map.Entry<Long, Long> mark : marks.entrySet()) {
                moveMark.setLong(1, mark.getValue());
                moveMark.setLong(2, room.id());
                moveMark.setLong(3, mark.getKey());
                moveMark.setLong(4, mark.getValue());
                moveMark.addBatch();
            }
        }
    }
}
