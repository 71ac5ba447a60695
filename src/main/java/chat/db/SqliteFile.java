package chat.db;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The path of a database, its companion files, and its URL. */
public final class SqliteFile {
    /** The suffixes of the files that SQLite keeps beside a database. */
    static final Set<String> COMPANION_SUFFIXES = Set.of("-wal", "-shm", "-journal");

    private static final int MOST_LINKS = 40;

    private SqliteFile() {}

    /**
     * Follows all links in a path, whether or not the file exists yet. SQLite keeps {@code -wal} and {@code -shm}
     * beside the real file, so all other companion files belong there too.
     *
     * @throws StorageException if the links form a circle
     */
    public static Path follow(Path path) {
        Path file = path.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(file); links++) {
                if (links == MOST_LINKS) {
                    throw new StorageException(path + " is a link that leads back to itself.", null);
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

    /** A hint for a path that Java could not decode, because the system's character set lacks its letters. */
    public static String encodingHint(String path) {
        return path.indexOf('\uFFFD') < 0
                ? ""
                : " It has letters that the system's language (LANG, LC_ALL) lacks: set LC_ALL=C.UTF-8.";
    }

    /** The write-ahead log of a database. */
    static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /**
     * Creates the file, if there is none, so that only its owner may open it. SQLite gives its companion files the same
     * permissions.
     */
    static void make(Path file) {
        try {
            PrivateFile.create(file);
        } catch (IOException e) {
            throw new StorageException("The database " + file + " cannot be created: " + Schema.reason(e), e);
        }
    }

    /** Restricts the permissions of a database, once it is known to belong to this chat. */
    static void makePrivate(Path file) {
        PrivateFile.narrow(file);
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(file.getParent(), found -> belongsTo(file, found))) {
            beside.forEach(PrivateFile::narrow);
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageException("The folder of " + file + " cannot be read: " + Schema.reason(e), e);
        }
    }

    private static boolean belongsTo(Path file, Path found) {
        String name = found.getFileName().toString();
        String rest = name.startsWith(file.getFileName().toString())
                ? name.substring(file.getFileName().toString().length())
                : "";
        return Files.isRegularFile(found)
                && (COMPANION_SUFFIXES.contains(rest) || rest.equals(".lock") || rest.startsWith(".before-v"));
    }

    /** A URI, because in a bare path the driver takes a question mark for the beginning of parameters. */
    public static String url(Path file) {
        return "jdbc:sqlite:" + file.toUri();
    }
}
