package chat.app;

import chat.db.SqliteFile;
import chat.db.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns if the platform will delete the database at the next restart, as far as that can be known. */
final class EphemeralDisk {
    private static final Logger LOG = LoggerFactory.getLogger(EphemeralDisk.class);

    /** Set by Render, by Kubernetes and in our own image. Their disks are lost unless a volume is mounted. */
    private static final Set<String> CONTAINERS = Set.of("RENDER", "KUBERNETES_SERVICE_HOST", "CHAT_IMAGE");

    private static final Set<String> EPHEMERAL_TYPES = Set.of("overlay", "overlayfs", "aufs", "tmpfs", "ramfs");

    /** Linux lists its mounts here, oldest first: device, folder and type. */
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    /** The file system that a folder is on: its type, and whether it is the root file system. */
    record Mount(String type, boolean isRoot) {
        /** Reads the mounts, because a {@code FileStore} mistakes a volume on the root's device for the root. */
        static Mount of(Path folder, List<String> mounts) {
            Mount mount = new Mount("", true);
            int depth = -1;
            for (String line : mounts) {
                String[] fields = line.split(" ", -1);
                Path mounted = Path.of(fields[1].replace("\\040", " "));
                if (folder.startsWith(mounted) && mounted.getNameCount() >= depth) {
                    mount = new Mount(fields[2], mounted.getNameCount() == 0);
                    depth = mounted.getNameCount();
                }
            }
            return mount;
        }
    }

    private EphemeralDisk() {}

    static void warn(Map<String, String> environment, Path database) {
        warning(environment, database).ifPresent(LOG::warn);
    }

    static Optional<String> warning(Map<String, String> environment, Path database) {
        try {
            Path file = SqliteFile.follow(database);
            Path folder = file.getParent().toRealPath();
            return warning(environment, file, Mount.of(folder, Files.readAllLines(MOUNTS)));
        } catch (IOException | StorageException e) {
            // Opening the database reports a missing folder. These platforms all run Linux.
            return Optional.empty();
        }
    }

    static Optional<String> warning(Map<String, String> environment, Path database, Mount mount) {
        String remedy = remedy(environment, database, mount);
        return remedy == null
                ? Optional.empty()
                : Optional.of("The database " + database
                        + " is on a disk that is emptied at each restart: accounts and messages will be lost. "
                        + remedy);
    }

    private static String remedy(Map<String, String> environment, Path database, Mount mount) {
        if (environment.containsKey("DYNO")) {
            return "Heroku has no other disk: use it only to try the chat out.";
        }
        if (environment.containsKey("RAILWAY_ENVIRONMENT") || environment.containsKey("RAILWAY_ENVIRONMENT_ID")) {
            String volume = environment.get("RAILWAY_VOLUME_MOUNT_PATH");
            return volume != null && database.startsWith(volume)
                    ? null
                    : "Attach a volume to the service, and set DATABASE_URL to a file in it.";
        }
        boolean contained = CONTAINERS.stream().anyMatch(environment::containsKey);
        return contained && (mount.isRoot() || EPHEMERAL_TYPES.contains(mount.type()))
                ? "Mount a disk or volume, and set DATABASE_URL to a file in it."
                : null;
    }
}
