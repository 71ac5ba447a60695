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
     * @param caughtUp whether the sender had left messages of others unread until now; of several in one commit the
     *     sender's last says so for all
     */
    record Stored(Message message, boolean isNew, Room room, List<Long> members, boolean caughtUp) {
        private Stored catchingUp() {
            return new Stored(message, isNew, room, members, true);
        }
    }

    private record ClientKey(long senderId, String clientId) {}

    private record Place(long senderId, Target target) {}

    private final RoomDao rooms;
    private final MessageDao messages;
    private final PreparedStatement findByClientId;
    private final PreparedStatement findDirect;
    private final PreparedStatement insert;
    private final PreparedStatement advanceRoom;
    private final PreparedStatement moveMark;
    private final Map<Place, Sender> senders = new HashMap<>();
    private final Map<Long, OpenRoom> openRooms = new HashMap<>();
    private final Map<ClientKey, MessageRow> inThisCommit = new HashMap<>();
    private long lastId;

    /** A {@link chat.db.Bulk}. */
    static List<Outcome<Stored>> storeAll(Handle handle, List<Sending> sendings) throws SQLException {
        try (MessageStore store = new MessageStore(handle)) {
            List<Outcome<Stored>> outcomes = new ArrayList<>(sendings.size());
            for (Sending sending : sendings) {
                outcomes.add(store.storeOrRefuse(sending, outcomes.size()));
            }
            store.write();
            store.senders.values().stream()
                    .filter(Sender::isCaughtUp)
                    .forEach(sender -> outcomes.set(
                            sender.lastPlace,
                            Outcome.of(outcomes.get(sender.lastPlace).value().catchingUp())));
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
        findDirect = connection.prepareStatement(
                """
                SELECT rooms.id, last_seq, rooms.rev, read_seq
                  FROM rooms JOIN memberships ON room_id = rooms.id AND user_id = ?
                 WHERE low_user_id = ? AND high_user_id = ?""");
        insert = connection.prepareStatement(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
        advanceRoom =
                connection.prepareStatement("UPDATE rooms SET last_seq = ?, rev = ?, last_message_id = ? WHERE id = ?");
        moveMark = connection.prepareStatement(
                "UPDATE memberships SET read_seq = ? WHERE room_id = ? AND user_id = ? AND read_seq < ?");
    }

    private Outcome<Stored> storeOrRefuse(Sending sending, int place) throws SQLException {
        try {
            return Outcome.of(store(sending, place));
        } catch (ApiError e) {
            return Outcome.refused(e);
        }
    }

    /** A known client id is looked up before anything else. */
    private Stored store(Sending sending, int place) throws SQLException {
        MessageRow first = first(sending);
        if (first != null) {
            return again(first, sending);
        }
        Content.check(sending.content());
        Sender sender = sender(sending);
        OpenRoom room = sender.room;
        MessageRow row = sender.take(++lastId, sending, place);
        insert(row);
        if (sending.clientId() != null) {
            inThisCommit.put(new ClientKey(sending.senderId(), sending.clientId()), row);
        }
        return new Stored(row.unread(room.room), true, room.room, room.members, false);
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

    /** The sender's place in the room, which is made where two write to each other for the first time. */
    private Sender sender(Sending sending) throws SQLException {
        Place place = new Place(sending.senderId(), sending.target());
        Sender sender = senders.get(place);
        if (sender == null) {
            sender = sending.target().roomId() == null ? partner(sending) : null;
            if (sender == null) {
                Room room = sending.target().open(rooms, sending.senderId(), sending.at());
                long readSeq = rooms.readSeq(room.id(), sending.senderId());
                sender = new Sender(open(room), sending.senderId(), readSeq);
            }
            senders.put(place, sender);
        }
        return sender;
    }

    /** The short way for two who have written to each other before; null for any others. */
    private Sender partner(Sending sending) throws SQLException {
        long receiverId = sending.target().receiverId();
        findDirect.setLong(1, sending.senderId());
        findDirect.setLong(2, Math.min(sending.senderId(), receiverId));
        findDirect.setLong(3, Math.max(sending.senderId(), receiverId));
        try (ResultSet row = findDirect.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Room room = new Room(
                    row.getLong(1),
                    "direct",
                    null,
                    Math.min(sending.senderId(), receiverId),
                    Math.max(sending.senderId(), receiverId),
                    row.getLong(2),
                    row.getLong(3));
            return new Sender(open(room), sending.senderId(), row.getLong(4));
        }
    }

    private OpenRoom open(Room room) {
        return openRooms.computeIfAbsent(room.id(), id -> new OpenRoom(room, membersOf(room)));
    }

    private List<Long> membersOf(Room room) {
        return room.isDirect() ? List.of(room.lowUserId(), room.highUserId()) : rooms.memberIds(room.id());
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
        for (Sender sender : senders.values()) {
            sender.write();
        }
        insert.executeBatch();
        advanceRoom.executeBatch();
        moveMark.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        findByClientId.close();
        findDirect.close();
        insert.close();
        advanceRoom.close();
        moveMark.close();
    }

    /** A room as this commit leaves it. */
    private final class OpenRoom {
        private final Room room;
        private final List<Long> members;
        private long lastSeq;
        private long rev;
        private long lastMessageId;

        OpenRoom(Room room, List<Long> members) {
            this.room = room;
            this.members = members;
            lastSeq = room.lastSeq();
            rev = room.rev();
        }

        void write() throws SQLException {
            advanceRoom.setLong(1, lastSeq);
            advanceRoom.setLong(2, rev);
            advanceRoom.setLong(3, lastMessageId);
            advanceRoom.setLong(4, room.id());
            advanceRoom.addBatch();
        }
    }

    /** Somebody who sends to a room, and how far this commit lets them have read: up to their own last message. */
    private final class Sender {
        private final OpenRoom room;
        private final long userId;
        private long readSeq;
        private boolean caughtUp;
        private int lastPlace;

        Sender(OpenRoom room, long userId, long readSeq) {
            this.room = room;
            this.userId = userId;
            this.readSeq = readSeq;
        }

        boolean isCaughtUp() {
            return caughtUp;
        }

        /** Takes the room's next place for a message, the one at that place among the outcomes. */
        MessageRow take(long id, Sending sending, int place) {
            caughtUp |= readSeq < room.lastSeq;
            room.lastSeq++;
            room.rev++;
            room.lastMessageId = id;
            readSeq = room.lastSeq;
            lastPlace = place;
            return new MessageRow(
                    id,
                    room.room.id(),
                    room.lastSeq,
                    room.rev,
                    userId,
                    sending.content(),
                    sending.at(),
                    sending.clientId());
        }

        void write() throws SQLException {
            moveMark.setLong(1, readSeq);
            moveMark.setLong(2, room.room.id());
            moveMark.setLong(3, userId);
            moveMark.setLong(4, readSeq);
            moveMark.addBatch();
        }
    }
}
