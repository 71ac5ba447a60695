package chat.legacy;

import chat.db.SqliteFile;
import chat.db.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/** The database of the Python version. It is read row by row in one snapshot, and never written to. */
final class OldDatabase implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final Set<String> FALSE_VALUES = Set.of("", "0", "f", "false");

    /** The columns can hold anything, because neither SQLite nor the Python version checked them. */
    record User(long id, String username, String passwordHash, String createdAt, String lastSeen) {}

    record Message(long id, Long senderId, Long receiverId, String content, String timestamp, boolean isRead) {}

    @FunctionalInterface
    interface Action<T> {
        void accept(T row) throws SQLException;
    }

    private static final String USERS =
            "SELECT id, username, password_hash, created_at, last_seen FROM users ORDER BY id";

    /** Sorted by conversation, then by id, because times may be equal or run backwards. */
    private static final String MESSAGES =
            """
            SELECT id, sender_id, receiver_id, message_content, timestamp, is_read FROM messages
             ORDER BY min(CAST(sender_id AS INTEGER), CAST(receiver_id AS INTEGER)),
                      max(CAST(sender_id AS INTEGER), CAST(receiver_id AS INTEGER)), id""";

    private final Path file;
    private final Connection connection;

    private OldDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** @throws StorageException with a message for the user, if the file is not a database of the Python version */
    static OldDatabase open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new StorageException("There is no database " + file + ".", null);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        try {
            Connection connection = config.createConnection(SqliteFile.url(file));
            connection.setAutoCommit(false); // all reads use one snapshot
            OldDatabase old = new OldDatabase(file, connection);
            try {
                old.requireTables();
            } catch (SQLException e) {
                old.close();
                throw e;
            }
            return old;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private void requireTables() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(USERS + " LIMIT 0").close();
            statement.executeQuery(MESSAGES + " LIMIT 0").close();
        }
    }

    private static StorageException unreadable(Path file, SQLException failure) {
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return new StorageException(file + " cannot be read as a database of the Python version: " + reason, failure);
    }

    void forEachUser(Action<User> action) {
        forEach(USERS, OldDatabase::user, action);
    }

    void forEachMessage(Action<Message> action) {
        forEach(MESSAGES, OldDatabase::message, action);
    }

    @FunctionalInterface
    private interface RowMapper<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> void forEach(String query, RowMapper<T> mapper, Action<T> action) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (next(rows)) {
                T row;
                try {
                    row = mapper.read(rows);
                } catch (SQLException e) {
                    throw unreadable(file, e);
                }
                action.accept(row);
            }
        } catch (SQLException e) {
            throw new StorageException("The import failed, and nothing was imported: " + e.getMessage(), e);
        }
    }

    private boolean next(ResultSet rows) {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getLong(1), text(row, 2), text(row, 3), row.getString(4), row.getString(5));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong(1), id(row, 2), id(row, 3), text(row, 4), row.getString(5), isTrue(row.getString(6)));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static Long id(ResultSet row, int column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }

    /** Rows can hold a number or a word. Null is false. */
    private static boolean isTrue(String value) {
        return value != null && !FALSE_VALUES.contains(value.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }
}
