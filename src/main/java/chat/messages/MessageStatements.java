package chat.messages;

import chat.db.Dialect;
import chat.rooms.Room;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The statements of {@link MessageStore} in plain JDBC, prepared once for each connection. At a thousand commits a
 * second, preparing them for each commit was a quarter of the work. At thousands of messages a second, JDBI's overhead
 * for each statement would be most of it. For the writer's thread.
 */
final class MessageStatements implements AutoCloseable {
    /** Ids are reserved in blocks. The unused ids of a block are lost when the server restarts. */
    private static final int ID_BLOCK = 10_000;

    /**
     * A message that was sent with a client id.
     *
     * @param digest null in rows from before version 5 of the schema that have not changed since
     */
    record SentMessage(MessageRow row, Digest digest) {}

    /** A room that a user may write to, and the user's read mark in it. */
    record Membership(Room room, long readSeq) {}

    private final Handle handle;
    private final Dialect dialect;
    private final PreparedStatement isSent;
    private final PreparedStatement findSent;
    private final PreparedStatement findInPair;
    private final PreparedStatement findInRoom;
    private final PreparedStatement memberIds;
    private final PreparedStatement insert;
    private final PreparedStatement advanceRoom;
    private final PreparedStatement advanceSender;
    private final PreparedStatement sentBytes;
    private long nextId;
    private int idsLeft;

    MessageStatements(Handle handle, Dialect dialect) throws SQLException {
        this.handle = handle;
        this.dialect = dialect;
        Connection connection = handle.getConnection();
        isSent = connection.prepareStatement("SELECT 1 FROM messages WHERE sender_id = ? AND client_id = ?");
        findSent = connection.prepareStatement(
                """
                SELECT id, room_id, seq, rev, sender_id, message_content, timestamp, client_id, digest
                  FROM messages WHERE sender_id = ? AND client_id = ?""");
        findInPair = connection.prepareStatement(
                """
                SELECT rooms.id, last_seq, rooms.rev, read_seq
                  FROM rooms JOIN memberships ON room_id = rooms.id AND user_id = ?
                 WHERE low_user_id = ? AND high_user_id = ? AND closed = 0""");
        findInRoom = connection.prepareStatement(
                """
                SELECT kind, name, low_user_id, high_user_id, last_seq, rooms.rev, read_seq
                  FROM rooms JOIN memberships ON room_id = rooms.id AND user_id = ?
                 WHERE rooms.id = ? AND removed = 0 AND closed = 0""");
        memberIds = connection.prepareStatement("SELECT user_id FROM memberships WHERE room_id = ? AND removed = 0");
        insert = connection.prepareStatement(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        advanceRoom =
                connection.prepareStatement("UPDATE rooms SET last_seq = ?, rev = ?, last_message_id = ? WHERE id = ?");
        advanceSender = connection.prepareStatement(
                """
                UPDATE memberships SET read_seq = ?, own_ahead = 0, sent_bytes = sent_bytes + ?
                 WHERE room_id = ? AND user_id = ?""");
        sentBytes =
                connection.prepareStatement("SELECT coalesce(sum(sent_bytes), 0) FROM memberships WHERE user_id = ?");
    }

    boolean belongTo(Handle other) {
        return handle.equals(other);
    }

    /**
     * The message that was sent with this client id, or null. Most client ids are new. SQLite's driver reads the names
     * of all columns for each query, so a query with one column goes first.
     */
    SentMessage findSent(long senderId, String clientId) throws SQLException {
        return isSent(senderId, clientId) ? readSent(senderId, clientId) : null;
    }

    private boolean isSent(long senderId, String clientId) throws SQLException {
        isSent.setLong(1, senderId);
        isSent.setString(2, clientId);
        try (ResultSet row = isSent.executeQuery()) {
            return row.next();
        }
    }

    private SentMessage readSent(long senderId, String clientId) throws SQLException {
        findSent.setLong(1, senderId);
        findSent.setString(2, clientId);
        try (ResultSet row = findSent.executeQuery()) {
            row.next();
            return sentMessage(row);
        }
    }

    private static SentMessage sentMessage(ResultSet row) throws SQLException {
        MessageRow message = new MessageRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                row.getString(8));
        byte[] digest = row.getBytes(9);
        return new SentMessage(message, digest == null ? null : Digest.of(digest));
    }

    /** The room of these two users. Null if they have none, or if one of them is deleted. */
    Membership findInPair(long senderId, long receiverId) throws SQLException {
        long low = Math.min(senderId, receiverId);
        long high = Math.max(senderId, receiverId);
        findInPair.setLong(1, senderId);
        findInPair.setLong(2, low);
        findInPair.setLong(3, high);
        try (ResultSet row = findInPair.executeQuery()) {
            return row.next()
                    ? new Membership(
                            new Room(row.getLong(1), "direct", null, low, high, row.getLong(2), row.getLong(3)),
                            row.getLong(4))
                    : null;
        }
    }

    /** The room with this id. Null if the user is not a member, or if the other user is deleted. */
    Membership findInRoom(long userId, long roomId) throws SQLException {
        findInRoom.setLong(1, userId);
        findInRoom.setLong(2, roomId);
        try (ResultSet row = findInRoom.executeQuery()) {
            return row.next() ? new Membership(room(roomId, row), row.getLong(7)) : null;
        }
    }

    private static Room room(long id, ResultSet row) throws SQLException {
        return new Room(
                id,
                row.getString(1),
                row.getString(2),
                longOrNull(row, 3),
                longOrNull(row, 4),
                row.getLong(5),
                row.getLong(6));
    }

    private static Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    List<Long> memberIds(long roomId) throws SQLException {
        memberIds.setLong(1, roomId);
        List<Long> members = new ArrayList<>();
        try (ResultSet rows = memberIds.executeQuery()) {
            while (rows.next()) {
                members.add(rows.getLong(1));
            }
        }
        return members;
    }

    /** How many bytes of text a user has stored. */
    long sentBytes(long userId) throws SQLException {
        sentBytes.setLong(1, userId);
        try (ResultSet row = sentBytes.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    long nextId() {
        if (idsLeft == 0) {
            nextId = dialect.takeIds(handle, "messages", ID_BLOCK);
            idsLeft = ID_BLOCK;
        }
        idsLeft--;
        return nextId++;
    }

    /** @param digest null for a message without a client id */
    void insert(MessageRow row, Digest digest) throws SQLException {
        insert.setLong(1, row.roomId());
        insert.setLong(2, row.seq());
        insert.setLong(3, row.id());
        insert.setLong(4, row.rev());
        insert.setLong(5, row.senderId());
        insert.setString(6, row.messageContent());
        insert.setString(7, row.clientId());
        insert.setLong(8, row.timestamp().toEpochMilli());
        insert.setBytes(9, digest == null ? null : digest.bytes());
        insert.addBatch();
    }

    void advanceRoom(long roomId, long lastSeq, long rev, long lastMessageId) throws SQLException {
        advanceRoom.setLong(1, lastSeq);
        advanceRoom.setLong(2, rev);
        advanceRoom.setLong(3, lastMessageId);
        advanceRoom.setLong(4, roomId);
        advanceRoom.addBatch();
    }

    void advanceSender(long roomId, long userId, long readSeq, long bytes) throws SQLException {
        advanceSender.setLong(1, readSeq);
        advanceSender.setLong(2, bytes);
        advanceSender.setLong(3, roomId);
        advanceSender.setLong(4, userId);
        advanceSender.addBatch();
    }

    /** Executes the batches that were collected since the last call. */
    void write() throws SQLException {
        insert.executeBatch();
        advanceRoom.executeBatch();
        advanceSender.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : new PreparedStatement[] {
            isSent, findSent, findInPair, findInRoom, memberIds, insert, advanceRoom, advanceSender, sentBytes
        }) {
            statement.close();
        }
    }
}
