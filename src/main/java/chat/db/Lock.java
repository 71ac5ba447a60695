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
 * A lock between the processes of one machine: an exclusive transaction on its own empty file. It ends with the
 * process, however the process ends.
 *
 * <p>SQLite takes the lock, not {@code FileChannel.tryLock}. With POSIX a process loses its locks on a file when it
 * closes any descriptor of that file. A second attempt within one process would therefore release the first lock.
 * SQLite keeps track of that. It also locks in the same way as it locks the database: where one works, the other does.
 */
final class Lock implements AutoCloseable {
    private final Connection connection;

    private Lock(Connection connection) {
        this.connection = connection;
    }

    /** Held while a process serves a database, imports into it, replaces it or migrates it. The lock file stays. */
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
            throw new StorageException("The lock file " + file + " cannot be locked: " + Schema.reason(e), e);
        }
    }

    static Path fileFor(Path database) {
        return database.resolveSibling(database.getFileName() + ".lock");
    }

    /** Empty if another process holds the lock. Creates the file if there is none. */
    static Optional<Lock> tryTake(Path file) throws IOException, SQLException {
        PrivateFile.create(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        Connection connection = config.createConnection(SqliteFile.url(file));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "PRAGMA journal_mode = MEMORY"); // without a journal file, because nothing is ever written
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
            throw new StorageException("A lock could not be released: " + Schema.reason(e), e);
        }
    }
}
