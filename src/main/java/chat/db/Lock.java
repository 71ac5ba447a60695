package chat.db;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * What one holder at a time has, on this machine: an exclusive transaction on an empty file of its own. It ends with the
 * process, however that ends.
 *
 * <p>SQLite takes the lock rather than {@code FileChannel.tryLock}. POSIX drops a process's locks on a file when it
 * closes any descriptor of that file, so a second try within one process would undo the first one's lock; SQLite keeps
 * account of that. It also locks by the same means as it does the database: where one works the other does.
 */
final class Lock implements AutoCloseable {
    private final Connection connection;

    private Lock(Connection connection) {
        this.connection = connection;
    }

    /** Held by who serves a database, imports into it, replaces it or changes its schema. The file stays. */
    static Lock ofDatabase(Path database) {
        Path file = fileFor(database);
        try {
            return tryTake(file)
                    .orElseThrow(() -> new StorageException(
                            "The database " + database
                                    + " is in use by a running server: stop that first, or set DATABASE_URL to another"
                                    + " file.",
                            null));
        } catch (IOException | SQLException e) {
            throw new StorageException(
                    "The file " + file + ", by which a second server is noticed, cannot be locked: " + Schema.reason(e),
                    e);
        }
    }

    static Path fileFor(Path database) {
        return database.resolveSibling(database.getFileName() + ".lock");
    }

    /** Empty while another holds it. Makes the file where there is none. */
    static Optional<Lock> tryTake(Path file) throws IOException, SQLException {
        PrivateFile.create(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        Connection connection = config.createConnection(SqliteFile.url(file));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = MEMORY"); // no second file: nothing is ever written
            statement.execute("BEGIN EXCLUSIVE");
            return Optional.of(new Lock(connection));
        } catch (SQLException e) {
            connection.close();
            if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StorageException("A lock could not be given back: " + Schema.reason(e), e);
        }
    }
}
