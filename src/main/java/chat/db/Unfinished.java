package chat.db;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is being written beside its target, under a name that nobody else uses. A lock on a file beside it tells
 * that its process lives: what a killed one left has none, and is swept by the next.
 */
final class Unfinished implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);
    private static final String LOCK = "-lock";
    private static final Pattern NAME = Pattern.compile("(.+\\.[0-9]+\\.chat-part)(-journal|-lock)?");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Lock lock;

    private Unfinished(Path file, Lock lock) {
        this.file = file;
        this.lock = lock;
        for (Path part : parts(file)) {
            part.toFile().deleteOnExit(); // when somebody presses Ctrl+C
        }
    }

    static Unfinished beside(Path target) throws IOException, SQLException {
        while (true) {
            int number = RANDOM.nextInt(Integer.MAX_VALUE);
            Path file = target.resolveSibling(target.getFileName() + "." + number + ".chat-part");
            Path lockFile = beside(file, LOCK);
            Optional<Lock> lock = Lock.tryTake(lockFile);
            if (lock.isPresent() && Files.exists(lockFile)) {
                PrivateFile.create(file);
                return new Unfinished(file, lock.get());
            }
            lock.ifPresent(Lock::close); // swept before it was locked: another name
        }
    }

    Path file() {
        return file;
    }

    private static Path beside(Path file, String kind) {
        return file.resolveSibling(file.getFileName() + kind);
    }

    /** The lock last: it says that the rest may be swept. */
    private static Path[] parts(Path file) {
        return new Path[] {file, beside(file, "-journal"), beside(file, LOCK)};
    }

    /**
     * Deletes what killed processes left in a target's folder, whatever their own target was: backups often have the
     * date in their names. Older versions used other names, and no lock.
     */
    static void sweep(Path target) {
        Pattern old = Pattern.compile(
                Pattern.quote(target.getFileName().toString()) + "(\\.before-v[0-9]+)?\\.[0-9]+\\.part(-journal)?");
        Set<Path> left = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target.getParent(), Files::isRegularFile)) {
            for (Path found : files) {
                String name = found.getFileName().toString();
                Matcher ours = NAME.matcher(name);
                if (ours.matches()) {
                    left.add(found.resolveSibling(ours.group(1)));
                } else if (old.matcher(name).matches()) {
                    delete(found);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("Could not look for unfinished files beside {}: {}", target, e.toString());
        }
        left.forEach(Unfinished::sweepUnlessWritten);
    }

    private static void sweepUnlessWritten(Path file) {
        try {
            Optional<Lock> lock = Lock.tryTake(beside(file, LOCK));
            if (lock.isPresent()) {
                try (Lock held = lock.get()) {
                    for (Path part : parts(file)) {
                        delete(part);
                    }
                }
            }
        } catch (IOException | SQLException e) {
            LOG.warn("The unfinished file {} could not be deleted: {}", file, e.toString());
        }
    }

    private static void delete(Path part) {
        try {
            if (Files.deleteIfExists(part) && !part.toString().endsWith(LOCK)) {
                LOG.info("Deleted {}, which a process that was killed left", part);
            }
        } catch (IOException e) {
            LOG.warn("The unfinished file {} could not be deleted: {}", part, e.toString());
        }
    }

    /** Deletes what is still there under its name. */
    @Override
    public void close() throws IOException {
        try (lock) {
            for (Path part : parts(file)) {
                Files.deleteIfExists(part);
            }
        }
    }
}
