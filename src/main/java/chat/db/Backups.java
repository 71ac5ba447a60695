package chat.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * Complete copies of a database. A backup is taken while a server writes; a restore needs the server stopped. Every
 * failure is a {@link StorageException} with one sentence for the user.
 */
public final class Backups {
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private Backups() {}

    /**
     * Writes the database, as of its last commit, to another file, and waits until it is on the disk. Follows links in
     * both paths.
     *
     * @return the file that was written
     */
    public static Path backup(Path from, Path to, boolean overwrite) {
        Path database = SqliteFile.follow(from);
        Path file = SqliteFile.follow(to);
        requireDatabase(database);
        requireWritable(file, overwrite);
        requireDifferent(database, file);
        if (Files.exists(Lock.fileFor(file))) {
            replace(file, database);
        } else {
            copy(database, file);
        }
        return file;
    }

    /**
     * Replaces a database by a copy, after checking that the copy is intact. Follows links in both paths, and returns
     * the file that was replaced.
     */
    public static Path restore(Path from, Path to, boolean overwrite) {
        Path file = SqliteFile.follow(from);
        Path database = SqliteFile.follow(to);
        requireDatabase(file);
        requireIntact(file);
        requireWritable(database, overwrite);
        requireDifferent(file, database);
        replace(database, file);
        return database;
    }

    /** Replaces a database. No server may have it open meanwhile. */
    private static void replace(Path database, Path source) {
        try (Lock lock = Lock.ofDatabase(database)) {
            if (Files.exists(database)) {
                requireUnused(database);
            }
            copy(source, database);
        }
    }

    private static void requireDatabase(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new StorageException("There is no database " + file + ".", null);
        }
        new Schema(file, dataSource(file, false), Schema.MIGRATIONS).requireKnown(false);
    }

    private static void requireWritable(Path file, boolean overwrite) {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new StorageException(
                    "There is no folder " + folder + " that can be written to."
                            + SqliteFile.encodingHint(folder.toString()),
                    null);
        }
        if (Files.isDirectory(file)) {
            throw new StorageException(file + " is a folder, not a file.", null);
        }
        if (Files.exists(file) && !overwrite) {
            throw new StorageException(file + " already exists: --force overwrites it.", null);
        }
    }

    private static void requireDifferent(Path source, Path target) {
        try {
            if (Files.exists(target) && Files.isSameFile(source, target)) {
                throw new StorageException(source + " and " + target + " are the same file.", null);
            }
        } catch (IOException e) {
            throw new StorageException(target + " cannot be read: " + Schema.reason(e), e);
        }
    }

    private static void requireIntact(Path file) {
        try (Connection connection = dataSource(file, false).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!rows.next() || !rows.getString(1).equals("ok")) {
                throw new StorageException(
                        file + " is damaged: "
                                + rows.getString(1).lines().findFirst().orElse(""),
                        null);
            }
        } catch (SQLException e) {
            throw new StorageException(file + " is damaged: " + Schema.reason(e), e);
        }
    }

    /**
     * Every process that has a database in WAL mode open holds a lock, and the lock prevents leaving that mode. Leaving
     * it also moves the content of the log into the file. A database that is too damaged to be opened is replaced
     * anyway.
     */
    private static void requireUnused(Path database) {
        try (Connection connection = dataSource(database, true).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
                throw new StorageException("The database " + database + " is in use: stop the server first.", e);
            }
        }
    }

    /**
     * Makes a consistent copy of what is committed, while writing goes on. The target appears only when it is complete
     * and on the disk. Only the current user may read it.
     */
    static void copy(Path database, Path target) {
        PartialFile.sweep(target);
        try (PartialFile partial = PartialFile.beside(target)) {
            vacuum(database, partial.file());
            removeMark(partial.file());
            try (FileChannel file = FileChannel.open(partial.file(), StandardOpenOption.WRITE)) {
                file.force(true);
            }
            // SQLite would take a log that an earlier file left here for the new file's log.
            for (String leftover : SqliteFile.COMPANION_SUFFIXES) {
                Files.deleteIfExists(target.resolveSibling(target.getFileName() + leftover));
            }
            Files.move(partial.file(), target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(target.getParent());
        } catch (IOException | SQLException e) {
            throw new StorageException(database + " cannot be copied to " + target + ": " + Schema.reason(e), e);
        }
    }

    private static void vacuum(Path database, Path target) throws SQLException {
        try (Connection connection = dataSource(database, true).getConnection();
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, target.toString());
            statement.execute();
        }
    }

    /** The server that opens the copy gives it another mark. Schemas before version 7 have no marks. */
    private static void removeMark(Path copy) throws SQLException {
        try (Connection connection = dataSource(copy, true).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = MEMORY");
            if (hasMark(statement)) {
                statement.execute("DELETE FROM database_mark");
            }
        }
    }

    private static boolean hasMark(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'database_mark'")) {
            return table.next();
        }
    }

    /** Makes the new name survive a power cut, on systems that can. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open folders, and makes names durable by other means.
        }
    }

    static SQLiteDataSource dataSource(Path file, boolean writable) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setReadOnly(!writable);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteFile.url(file));
        return source;
    }
}
