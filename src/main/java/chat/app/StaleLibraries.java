package chat.app;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Deletes native libraries that killed processes left in the temporary folder. On Linux a process needs such a file
 * only until it has loaded it, moments after writing it. Deleting an old one is therefore safe.
 */
final class StaleLibraries {
    private static final Duration MIN_AGE = Duration.ofMinutes(10);
    private static final Pattern SQLITE_LIBRARY =
            Pattern.compile("sqlite-[0-9.]+-[0-9a-f-]{36}-libsqlitejdbc\\.so(\\.lck)?");
    private static final Pattern JNA_FOLDER = Pattern.compile("jna-[0-9-]+");
    private static final Pattern JNA_LIBRARY = Pattern.compile("jna[0-9]+\\.tmp");

    private StaleLibraries() {}

    /** Deletes the files that belong to this user. Files that cannot be read or deleted stay. */
    static void sweep(Path folder, Object user) {
        delete(folder, SQLITE_LIBRARY, user);
        forEach(folder, JNA_FOLDER, found -> {
            if (Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
                delete(found, JNA_LIBRARY, user);
            }
        });
    }

    private static void delete(Path folder, Pattern names, Object user) {
        Instant before = Instant.now().minus(MIN_AGE);
        forEach(folder, names, file -> {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && NativeLibraries.owner(file, true).equals(user)
                    && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(before)) {
                Files.deleteIfExists(file);
            }
        });
    }

    /** Deletes partial files in our own folder. Each has the id of the process that wrote it in its name. */
    static void sweepParts(Path folder, String suffix) {
        Pattern names = Pattern.compile(".*-([0-9]+)" + Pattern.quote(suffix));
        forEach(folder, names, file -> {
            String name = file.getFileName().toString();
            String pid = name.substring(name.lastIndexOf('-') + 1, name.length() - suffix.length());
            if (pid.length() < 10 && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                Files.deleteIfExists(file);
            }
        });
    }

    private interface FileAction {
        void accept(Path file) throws IOException;
    }

    private static void forEach(Path folder, Pattern names, FileAction action) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder, file -> names.matcher(file.getFileName().toString()).matches())) {
            for (Path file : found) {
                action.accept(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the folder does not exist, or we may not read it
        }
    }
}
