package chat.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a database file is, and how SQLite is told so. */
public final class SqliteFile {
    private static final int MOST_LINKS = 40;

    private SqliteFile() {}

    /**
     * The file that a path leads to, with all links followed, whether or not that file exists yet. SQLite keeps its
     * {@code -wal} and {@code -shm} beside that one, so everything else that lies beside a database is there too.
     *
     * @throws StorageException when the links lead in a circle
     */
    public static Path follow(Path path) {
        Path file = path.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(file); links++) {
                if (links == MOST_LINKS) {
                    throw new StorageException(path + " is a link that leads in a circle.", null);
                }
                file = file.resolveSibling(Files.readSymbolicLink(file));
            }
            Path folder = file.getParent();
            return folder == null || !Files.isDirectory(folder)
                    ? file.normalize()
                    : folder.toRealPath().resolve(file.getFileName()).normalize();
        } catch (IOException e) {
            throw new StorageException(path + " cannot be read: " + Schema.reason(e), e);
        }
    }

    /** As a URI: in a bare path the driver takes a question mark for the beginning of parameters. */
    public static String url(Path file) {
        return "jdbc:sqlite:" + file.toUri();
    }
}
