package chat.db;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that only their owner may read and write, whatever the umask is. */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Logger LOG = LoggerFactory.getLogger(PrivateFile.class);

    private PrivateFile() {}

    /** Creates an empty file if there is none. */
    static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, attributes());
        } catch (FileAlreadyExistsException e) {
            // another process just created it, and sets its permissions
        }
    }

    /**
     * Removes the permissions of others from a file, if we may change it. It must not open the file: closing it would
     * drop SQLite's locks on it.
     */
    static void narrow(Path file) {
        try {
            if (!Files.exists(file) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                return;
            }
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            LOG.info("Other users of this machine could open {}: now only its owner can", file);
        } catch (UnsupportedOperationException e) {
            // on Windows the access control list of the folder applies
        } catch (IOException e) {
            LOG.warn("Other users of this machine can open {}, and that cannot be changed: {}", file, e.toString());
        }
    }

    private static FileAttribute<?>[] attributes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
