package chat.conversations;

import chat.messages.Message;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;

/** Reads the rows of {@link ConversationDao}: a room or a user, with the last message beside it. */
public final class Rows implements RowMapperFactory {
    @Override
    public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
        if (type == RoomView.class) {
            return Optional.of((row, context) -> room(row));
        }
        return type == UserView.class ? Optional.of((row, context) -> user(row)) : Optional.empty();
    }

    private static RoomView room(ResultSet row) throws SQLException {
        return new RoomView(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("name"),
                nullableLong(row, "user_id"),
                lastMessage(row),
                row.getLong("last_seq"),
                row.getLong("rev"),
                row.getLong("read_seq"),
                row.getLong("all_read_seq"),
                row.getLong("unread_count"));
    }

    /** A user without who is online, which the database does not know. */
    private static UserView user(ResultSet row) throws SQLException {
        return new UserView(
                row.getLong("id"),
                row.getString("username"),
                false,
                Instant.ofEpochMilli(row.getLong("last_seen")),
                nullableLong(row, "room_id"),
                row.getLong("unread_count"),
                lastMessage(row),
                row.getBoolean("deleted") ? true : null);
    }

    private static Message lastMessage(ResultSet row) throws SQLException {
        Long id = nullableLong(row, "message_id");
        if (id == null) {
            return null;
        }
        long seq = row.getLong("seq");
        return new Message(
                id,
                row.getLong("room_id"),
                seq,
                row.getLong("message_rev"),
                row.getLong("sender_id"),
                nullableLong(row, "receiver_id"),
                row.getString("message_content"),
                Instant.ofEpochMilli(row.getLong("timestamp")),
                row.getLong("message_read_seq") >= seq,
                row.getString("client_id"),
                java.util.Map.of());
    }

    private static Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
