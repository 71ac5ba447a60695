package chat.messages;

import chat.db.Bulk;
import chat.db.Dialect;
import chat.db.Outcome;
import chat.messages.MessageStatements.Membership;
import chat.messages.MessageStatements.SentMessage;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Stores the messages of one commit together: each room is read once and written once, however many messages go to it.
 * For the writer's thread.
 */
final class MessageStore implements Bulk<Draft, Stored> {
    private static final int REMEMBERED_SENDERS = 10_000;

    private record ClientKey(long senderId, String clientId) {}

    private record SenderKey(long senderId, Target target) {}

    /** A message with its {@code seq}, but without its parts. */
    private record Placed(Message message, boolean isNew, Room room, List<Long> members, Sender sender) {
        Stored stored(Message assembled) {
            boolean caughtUp = isNew && sender.caughtUp && sender.lastId == assembled.id();
            return new Stored(assembled, isNew, room, members, caughtUp);
        }
    }

    private final MessageAssembler assembler;
    private final Dialect dialect;
    private final long quota;

    /** Reused until the connection changes or a commit fails, like {@link #rooms}. */
    private MessageStatements statements;

    private RoomDao rooms;
    /** A cache of how many bytes of text the latest senders have stored. It is cleared with {@link #statements}. */
    private final Map<Long, Long> sentBytes = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED_SENDERS;
        }
    };

    // The state of the current commit.
    private final Map<SenderKey, Sender> senders = new HashMap<>();
    private final Map<Long, OpenRoom> openRooms = new HashMap<>();
    private final Map<ClientKey, SentMessage> sentInCommit = new HashMap<>();
    private final Map<Long, Long> addedBytes = new HashMap<>();

    /** @param quota how many bytes of text a user may store */
    MessageStore(MessageAssembler assembler, Dialect dialect, long quota) {
        this.assembler = assembler;
        this.dialect = dialect;
        this.quota = quota;
    }

    @Override
    public List<Outcome<Stored>> run(Handle handle, List<Draft> drafts) throws SQLException {
        begin(handle);
        try {
            List<Outcome<Placed>> placed = new ArrayList<>(drafts.size());
            for (Draft draft : drafts) {
                placed.add(placeOrRefuse(draft));
            }
            write();
            return assemble(handle, placed);
        } catch (SQLException | RuntimeException | Error e) {
            // The commit is rolled back, so the prepared statements' batches and the cache are wrong.
            discardStatements(e);
            throw e;
        }
    }

    private void discardStatements(Throwable cause) {
        MessageStatements discarded = statements;
        statements = null;
        try {
            discarded.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void begin(Handle handle) throws SQLException {
        if (statements == null || !statements.belongTo(handle)) {
            statements = new MessageStatements(handle, dialect);
            rooms = handle.attach(RoomDao.class);
            sentBytes.clear();
        }
        senders.clear();
        openRooms.clear();
        sentInCommit.clear();
        addedBytes.clear();
    }

    private Outcome<Placed> placeOrRefuse(Draft draft) throws SQLException {
        try {
            return Outcome.of(place(draft));
        } catch (ApiError e) {
            return Outcome.refused(e);
        }
    }

    /** Looks up the client id first, so that a retry succeeds even if the checks would refuse it now. */
    private Placed place(Draft draft) throws SQLException {
        if (draft.clientId() != null) {
            SentMessage first = findSent(draft);
            if (first != null) {
                return retry(first, draft);
            }
        }
        draft.check();
        int bytes = draft.bytes();
        requireQuota(draft.senderId(), bytes);
        Sender sender = sender(draft);
        MessageRow row = sender.send(statements.nextId(), draft, bytes);
        addedBytes.merge(draft.senderId(), (long) bytes, Long::sum);
        insert(row);
        Room room = sender.room.before;
        return new Placed(row.toMessage(room.otherThan(row.senderId()), 0), true, room, sender.room.members, sender);
    }

    /** The message that was sent with the draft's client id, or null. */
    private SentMessage findSent(Draft draft) throws SQLException {
        SentMessage first = sentInCommit.get(new ClientKey(draft.senderId(), draft.clientId()));
        return first == null ? statements.findSent(draft.senderId(), draft.clientId()) : first;
    }

    private Placed retry(SentMessage first, Draft draft) {
        long roomId = first.row().roomId();
        if (!draft.target().is(rooms, draft.senderId(), roomId) || !isSame(first, draft)) {
            throw ApiError.conflict("client_id", "This client_id was used for another message.");
        }
        Room room = rooms.find(roomId);
        return new Placed(first.row().toMessage(room, rooms.marks(room)), false, room, List.of(), null);
    }

    /** Rows from before version 5 of the schema have no digest until they change. */
    private static boolean isSame(SentMessage first, Draft draft) {
        return first.digest() == null
                ? first.row().messageContent().equals(draft.text())
                : first.digest().equals(Digest.of(first.row().roomId(), draft.text()));
    }

    private void insert(MessageRow row) throws SQLException {
        if (row.clientId() == null) {
            statements.insert(row, null);
            return;
        }
        Digest digest = Digest.of(row.roomId(), row.messageContent());
        statements.insert(row, digest);
        sentInCommit.put(new ClientKey(row.senderId(), row.clientId()), new SentMessage(row, digest));
    }

    private void requireQuota(long senderId, int bytes) throws SQLException {
        Long stored = sentBytes.get(senderId);
        if (stored == null) {
            stored = statements.sentBytes(senderId);
            sentBytes.put(senderId, stored);
        }
        if (stored + addedBytes.getOrDefault(senderId, 0L) + bytes > quota) {
            throw ApiError.quota();
        }
    }

    private Sender sender(Draft draft) throws SQLException {
        SenderKey key = new SenderKey(draft.senderId(), draft.target());
        Sender sender = senders.get(key);
        if (sender == null) {
            sender = findSender(draft);
            senders.put(key, sender); // the same sender, whether the draft names the room or the receiver
        }
        return sender;
    }

    /** One query is enough, unless the draft is the first message to a user or has to be refused. */
    private Sender findSender(Draft draft) throws SQLException {
        Membership membership = draft.target().receiverId() != null
                ? statements.findInPair(draft.senderId(), draft.target().receiverId())
                : statements.findInRoom(draft.senderId(), draft.target().roomId());
        if (membership != null) {
            return open(membership.room()).sender(draft.senderId(), membership.readSeq());
        }
        Room room = draft.target().open(rooms, draft.senderId(), draft.at());
        return open(room).sender(draft.senderId(), rooms.readSeq(room.id(), draft.senderId()));
    }

    private OpenRoom open(Room room) throws SQLException {
        OpenRoom open = openRooms.get(room.id());
        if (open == null) {
            open = new OpenRoom(room, membersOf(room));
            openRooms.put(room.id(), open);
        }
        return open;
    }

    private List<Long> membersOf(Room room) throws SQLException {
        return room.isDirect() ? List.of(room.lowUserId(), room.highUserId()) : statements.memberIds(room.id());
    }

    private void write() throws SQLException {
        for (OpenRoom room : openRooms.values()) {
            statements.advanceRoom(room.before.id(), room.lastSeq, room.rev, room.lastId);
            for (Sender sender : room.senders.values()) {
                statements.advanceSender(room.before.id(), sender.userId, sender.readSeq, sender.bytes);
            }
        }
        statements.write();
        addedBytes.forEach((userId, bytes) -> sentBytes.computeIfPresent(userId, (id, before) -> before + bytes));
    }

    private List<Outcome<Stored>> assemble(Handle handle, List<Outcome<Placed>> placed) {
        List<Message> unassembled = new ArrayList<>(placed.size());
        for (Outcome<Placed> outcome : placed) {
            if (outcome.failure() == null) {
                unassembled.add(outcome.value().message());
            }
        }
        Iterator<Message> assembled = assembler.assemble(handle, unassembled).iterator();
        List<Outcome<Stored>> stored = new ArrayList<>(placed.size());
        for (Outcome<Placed> outcome : placed) {
            stored.add(
                    outcome.failure() == null
                            ? Outcome.of(outcome.value().stored(assembled.next()))
                            : new Outcome<>(null, outcome.failure()));
        }
        return stored;
    }

    /** A room to which this commit adds messages. */
    private static final class OpenRoom {
        private final Room before;
        private final List<Long> members;
        private final Map<Long, Sender> senders = new HashMap<>();
        private long lastSeq;
        private long rev;
        private long lastId;

        OpenRoom(Room before, List<Long> members) {
            this.before = before;
            this.members = members;
            lastSeq = before.lastSeq();
            rev = before.rev();
        }

        Sender sender(long userId, long readSeq) {
            return senders.computeIfAbsent(userId, id -> new Sender(this, userId, readSeq));
        }
    }

    /** A member who sends to a room in this commit. Sending a message marks everything up to it as read. */
    private static final class Sender {
        private final OpenRoom room;
        private final long userId;
        private long readSeq;
        private long bytes;
        private boolean caughtUp;
        private long lastId;

        Sender(OpenRoom room, long userId, long readSeq) {
            this.room = room;
            this.userId = userId;
            this.readSeq = readSeq;
        }

        MessageRow send(long id, Draft draft, int size) {
            caughtUp |= readSeq < room.lastSeq;
            room.lastSeq++;
            room.rev++;
            room.lastId = id;
            lastId = id;
            readSeq = room.lastSeq;
            bytes += size;
            return new MessageRow(
                    id, room.before.id(), room.lastSeq, room.rev, userId, draft.text(), draft.at(), draft.clientId());
        }
    }
}
