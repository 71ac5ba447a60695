package chat.messages;

import chat.db.Bulk;
import chat.db.Outcome;
import chat.messages.MessageStore.Sending;
import chat.messages.MessageStore.Stored;
import chat.rooms.RoomDao;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What {@link MessageStore} asks of the database for each message or room, prepared once for a connection: at a
 * thousand commits a second, preparing anew was a quarter of the work. They end with their connection, which the
 * writer gives up after any failure.
 */
final class MessageStatements {
    final RoomDao rooms;
    final MessageDao messages;
    final PreparedStatement findByClientId;
    final PreparedStatement findDirect;
    final PreparedStatement insert;
    final PreparedStatement advanceRoom;
    final PreparedStatement noteSent;
    final Usage usage;
    private final Handle handle;

    /** Stores what is to be sent, with statements that are kept from commit to commit. For the writer's thread. */
    static final class Keeper implements Bulk<Sending, Stored> {
        private final long quota;
        private MessageStatements statements;

        /** @param quota how many bytes of texts a user may store */
        Keeper(long quota) {
            this.quota = quota;
        }

        @Override
        public List<Outcome<Stored>> run(Handle handle, List<Sending> sendings) throws SQLException {
            if (statements == null || !statements.handle.equals(handle)) {
                statements = new MessageStatements(handle);
            }
            return new MessageStore(statements, quota).storeAll(sendings);
        }
    }

    private MessageStatements(Handle handle) throws SQLException {
        this.handle = handle;
        rooms = handle.attach(RoomDao.class);
        messages = handle.attach(MessageDao.class);
        Connection connection = handle.getConnection();
        findByClientId =
                connection.prepareStatement("SELECT room_id, seq FROM messages WHERE sender_id = ? AND client_id = ?");
        findDirect = connection.prepareStatement(
                """
                SELECT rooms.id, last_seq, rooms.rev, read_seq
                  FROM rooms JOIN memberships ON room_id = rooms.id AND user_id = ?
                 WHERE low_user_id = ? AND high_user_id = ? AND closed = 0""");
        insert = connection.prepareStatement(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
        advanceRoom =
                connection.prepareStatement("UPDATE rooms SET last_seq = ?, rev = ?, last_message_id = ? WHERE id = ?");
        noteSent = connection.prepareStatement(
                """
                UPDATE memberships SET read_seq = max(read_seq, ?), own_ahead = 0, sent_bytes = sent_bytes + ?
                 WHERE room_id = ? AND user_id = ?""");
        usage = new Usage(connection);
    }
}
