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
 * Whole copies of a database: taken while a server writes to it, and put back while none does. Each failure is a
 * {@link StorageException} with one sentence for a person.
 */
public final class Backups {
    private static final int PATIENCE_MS = 5_000;

    private Backups() {}

    /**
     * Writes the database as of its last commit into a file of its own, and waits until that is on the disk. Where
     * either path is a link, the file that it leads to is meant.
     *
     * @return that file
     */
    public static Path backup(Path from, Path to, boolean overwrite) {
        Path database = SqliteFile.follow(from);
        Path file = SqliteFile.follow(to);
        requireDatabase(database);
        requirePlace(file, overwrite);
        requireOther(database, file);
        if (Files.exists(Lock.fileFor(file))) {
            replace(file, database);
        } else {
            copy(database, file);
        }
        return file;
    }

    /** Puts a copy in a database's place, once it has proven whole. Follows links as well, and returns that place. */
    public static Path restore(Path from, Path to, boolean overwrite) {
        Path file = SqliteFile.follow(from);
        Path database = SqliteFile.follow(to);
        requireDatabase(file);
        requireWhole(file);
        requirePlace(database, overwrite);
        requireOther(file, database);
        replace(database, file);
        return database;
    }

    /** Replaces a database that no server may have open meanwhile. */
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

    private static void requirePlace(Path file, boolean overwrite) {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new StorageException(
                    "There is no folder " + folder + " that can be written to."
                            + SqliteFile.remedyForLetters(folder.toString()),
                    null);
        }
        if (Files.isDirectory(file)) {
            throw new StorageException(file + " is a folder, not a file.", null);
        }
        if (Files.exists(file) && !overwrite) {
            throw new StorageException(file + " exists already: --force overwrites it.", null);
        }
    }

    private static void requireOther(Path source, Path target) {
        try {
            if (Files.exists(target) && Files.isSameFile(source, target)) {
                throw new StorageException(source + " and " + target + " are the same file.", null);
            }
        } catch (IOException e) {
            throw new StorageException(target + " cannot be read: " + Schema.reason(e), e);
        }
    }

    private static void requireWhole(Path file) {
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
     * Whoever has a database in WAL mode open holds a lock for as long, which leaving that mode does not get past; it
     * also moves what the log holds into the file. One too damaged to be asked is replaced all the same.
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
     * A consistent copy of what is committed; writers go on meanwhile. It appears under its name only when it is whole
     * and on the disk. Only who runs this may read it.
     */
    static void copy(Path database, Path target) {
        Unfinished.sweep(target);
        try (Unfinished unfinished = Unfinished.beside(target)) {
            vacuum(database, unfinished.file());
            try (FileChannel file = FileChannel.open(unfinished.file(), StandardOpenOption.WRITE)) {
                file.force(true);
            }
            // A log that an earlier file left here would be taken for this one's.
            for (String leftover : SqliteFile.BESIDE) {
                Files.deleteIfExists(target.resolveSibling(target.getFileName() + leftover));
            }
            Files.move(unfinished.file(), target, StandardCopyOption.ATOMIC_MOVE);
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

    /** So that the name survives a power cut as well. Not every system can. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders, and keeps names by other means.
        }
    }

    static SQLiteDataSource dataSource(Path file, boolean writable) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(PATIENCE_MS);
        config.setReadOnly(!writable);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteFile.url(file));
        return source;
    }
}
