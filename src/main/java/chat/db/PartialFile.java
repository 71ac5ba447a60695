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
 * A partial file: it is written beside its target, under a unique name. A locked file beside it shows that its process
 * is alive. A killed process leaves no lock, so the next process deletes what it left.
 */
final class PartialFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartialFile.class);
    private static final String LOCK = "-lock";
    private static final Pattern NAME = Pattern.compile("(.+\\.[0-9]+\\.chat-part)(-journal|-lock)?");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Lock lock;

    private PartialFile(Path file, Lock lock) {
        this.file = file;
        this.lock = lock;
        for (Path part : parts(file)) {
            part.toFile().deleteOnExit(); // for Ctrl+C
        }
    }

    static PartialFile beside(Path target) throws IOException, SQLException {
        while (true) {
            int number = RANDOM.nextInt(Integer.MAX_VALUE);
            Path file = target.resolveSibling(target.getFileName() + "." + number + ".chat-part");
            Path lockFile = beside(file, LOCK);
            Optional<Lock> lock = Lock.tryTake(lockFile);
            if (lock.isPresent() && Files.exists(lockFile)) {
                PrivateFile.create(file);
                return new PartialFile(file, lock.get());
            }
            lock.ifPresent(Lock::close); // another process swept it before we locked it, so take another name
        }
    }

    Path file() {
        return file;
    }

    private static Path beside(Path file, String kind) {
        return file.resolveSibling(file.getFileName() + kind);
    }

    /** The lock comes last, because it shows that the rest may be deleted. */
    private static Path[] parts(Path file) {
        return new Path[] {file, beside(file, "-journal"), beside(file, LOCK)};
    }

    /**
     * Deletes what killed processes left in a target's folder, even for other targets, because backups often have the
     * date in their names. Older versions used other names and no lock.
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
        left.forEach(PartialFile::sweepIfAbandoned);
    }

    private static void sweepIfAbandoned(Path file) {
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
                LOG.info("Deleted {}, which a killed process left", part);
            }
        } catch (IOException e) {
            LOG.warn("The unfinished file {} could not be deleted: {}", part, e.toString());
        }
    }

    /** Deletes whatever is still there under the partial name. */
    @Override
    public void close() throws IOException {
        try (lock) {
            for (Path part : parts(file)) {
                Files.deleteIfExists(part);
            }
        }
    }
}
