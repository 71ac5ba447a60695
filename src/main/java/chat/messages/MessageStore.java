package chat.messages;

import chat.db.Outcome;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores the messages of one commit. Each room is read once and written once, however many go to it, and what is done
 * for each message is plain JDBC: at thousands a second, what JDBI spends on a statement would be most of the cost.
 */
final class MessageStore {
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

    private final MessageStatements statements;
    private final RoomDao rooms;
    private final long quota;
    /** How many bytes of each sender this commit stores. */
    private final Map<Long, Long> added = new HashMap<>();

    private final Map<Place, Sender> senders = new HashMap<>();
    private final Map<Long, OpenRoom> openRooms = new HashMap<>();
    private final Map<ClientKey, MessageRow> inThisCommit = new HashMap<>();
    private long lastId;

    MessageStore(MessageStatements statements, long quota) {
        this.statements = statements;
        this.quota = quota;
        rooms = statements.rooms;
        lastId = statements.messages.lastId();
    }

    List<Outcome<Stored>> storeAll(List<Sending> sendings) throws SQLException {
        List<Outcome<Stored>> outcomes = new ArrayList<>(sendings.size());
        for (Sending sending : sendings) {
            outcomes.add(storeOrRefuse(sending, outcomes.size()));
        }
        write();
        for (Sender sender : senders.values()) {
            if (sender.caughtUp) {
                Stored last = outcomes.get(sender.lastPlace).value();
                outcomes.set(sender.lastPlace, Outcome.of(last.catchingUp()));
            }
        }
        return outcomes;
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
        long bytes = Text.utf8Length(sending.content());
        requireSpace(sending.senderId(), bytes);
        Sender sender = sender(sending);
        OpenRoom room = sender.room;
        MessageRow row = sender.take(++lastId, sending, bytes, place);
        added.merge(sending.senderId(), bytes, Long::sum);
        insert(row);
        if (sending.clientId() != null) {
            inThisCommit.put(new ClientKey(sending.senderId(), sending.clientId()), row);
        }
        return new Stored(row.unread(room.room), true, room.room, room.members, false);
    }

    private void requireSpace(long senderId, long bytes) throws SQLException {
        if (statements.usage.of(senderId) + added.getOrDefault(senderId, 0L) + bytes > quota) {
            throw ApiError.quota();
        }
    }

    private MessageRow first(Sending sending) throws SQLException {
        if (sending.clientId() == null) {
            return null;
        }
        MessageRow row = inThisCommit.get(new ClientKey(sending.senderId(), sending.clientId()));
        if (row != null) {
            return row;
        }
        statements.findByClientId.setLong(1, sending.senderId());
        statements.findByClientId.setString(2, sending.clientId());
        try (ResultSet found = statements.findByClientId.executeQuery()) {
            return found.next() ? statements.messages.find(found.getLong(1), found.getLong(2)) : null;
        }
    }

    private Stored again(MessageRow first, Sending sending) {
        if (!first.messageContent().equals(sending.content())
                || !sending.target().names(rooms, sending.senderId(), first.roomId())) {
            throw ApiError.conflict("client_id", "This client_id was used for another message.");
        }
        Room room = rooms.find(first.roomId());
        return new Stored(first.in(room, rooms.marks(room)), false, room, List.of(), false);
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
        long low = Math.min(sending.senderId(), sending.target().receiverId());
        long high = Math.max(sending.senderId(), sending.target().receiverId());
        statements.findDirect.setLong(1, sending.senderId());
        statements.findDirect.setLong(2, low);
        statements.findDirect.setLong(3, high);
        try (ResultSet row = statements.findDirect.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Room room = new Room(row.getLong(1), "direct", null, low, high, row.getLong(2), row.getLong(3));
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
        statements.insert.setLong(1, row.roomId());
        statements.insert.setLong(2, row.seq());
        statements.insert.setLong(3, row.id());
        statements.insert.setLong(4, row.rev());
        statements.insert.setLong(5, row.senderId());
        statements.insert.setString(6, row.messageContent());
        statements.insert.setString(7, row.clientId());
        statements.insert.setLong(8, row.timestamp().toEpochMilli());
        statements.insert.addBatch();
    }

    private void write() throws SQLException {
        for (OpenRoom room : openRooms.values()) {
            room.write();
        }
        for (Sender sender : senders.values()) {
            sender.write();
        }
        statements.insert.executeBatch();
        statements.advanceRoom.executeBatch();
        statements.noteSent.executeBatch();
        added.forEach(statements.usage::add);
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
            statements.advanceRoom.setLong(1, lastSeq);
            statements.advanceRoom.setLong(2, rev);
            statements.advanceRoom.setLong(3, lastMessageId);
            statements.advanceRoom.setLong(4, room.id());
            statements.advanceRoom.addBatch();
        }
    }

    /** Somebody who sends to a room, and how far this commit lets them have read: up to their own last message. */
    private final class Sender {
        private final OpenRoom room;
        private final long userId;
        private long readSeq;
        private long sentBytes;
        private boolean caughtUp;
        private int lastPlace;

        Sender(OpenRoom room, long userId, long readSeq) {
            this.room = room;
            this.userId = userId;
            this.readSeq = readSeq;
        }

        /** Takes the room's next place for a message, the one at that place among the outcomes. */
        MessageRow take(long id, Sending sending, long bytes, int place) {
            caughtUp |= readSeq < room.lastSeq;
            room.lastSeq++;
            room.rev++;
            room.lastMessageId = id;
            readSeq = room.lastSeq;
            sentBytes += bytes;
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
            statements.noteSent.setLong(1, readSeq);
            statements.noteSent.setLong(2, sentBytes);
            statements.noteSent.setLong(3, room.room.id());
            statements.noteSent.setLong(4, userId);
            statements.noteSent.addBatch();
        }
    }
}
