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
 * Native libraries that killed processes have left in the temporary folder. On Linux a process needs such a file only
 * until it has loaded it, moments after it was written: deleting an older one harms nobody.
 */
final class Leftovers {
    private static final Duration LOADED = Duration.ofMinutes(10);
    private static final Pattern OF_SQLITE =
            Pattern.compile("sqlite-[0-9.]+-[0-9a-f-]{36}-libsqlitejdbc\\.so(\\.lck)?");
    private static final Pattern FOLDER_OF_JNA = Pattern.compile("jna-[0-9-]+");
    private static final Pattern OF_JNA = Pattern.compile("jna[0-9]+\\.tmp");

    private Leftovers() {}

    /** Deletes what is this user's. What cannot be read or deleted stays. */
    static void sweep(Path folder, Object user) {
        delete(folder, OF_SQLITE, user);
        each(folder, FOLDER_OF_JNA, found -> {
            if (Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
                delete(found, OF_JNA, user);
            }
        });
    }

    private static void delete(Path folder, Pattern names, Object user) {
        Instant before = Instant.now().minus(LOADED);
        each(folder, names, file -> {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && NativeLibraries.owner(file, true).equals(user)
                    && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(before)) {
                Files.deleteIfExists(file);
            }
        });
    }

    /** Deletes parts in a folder of ours: each has in its name the process that wrote it. */
    static void sweepParts(Path folder, String suffix) {
        Pattern names = Pattern.compile(".*-([0-9]+)" + Pattern.quote(suffix));
        each(folder, names, file -> {
            String name = file.getFileName().toString();
            String pid = name.substring(name.lastIndexOf('-') + 1, name.length() - suffix.length());
            if (pid.length() < 10 && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                Files.deleteIfExists(file);
            }
        });
    }

    private interface Act {
        void on(Path file) throws IOException;
    }

    private static void each(Path folder, Pattern names, Act act) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder, file -> names.matcher(file.getFileName().toString()).matches())) {
            for (Path file : found) {
                act.on(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // not there, or not ours to read
        }
    }
}
