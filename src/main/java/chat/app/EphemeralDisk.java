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

/** Tells, where it can be told, that the platform throws the database away at the next restart. */
final class EphemeralDisk {
    private static final Logger LOG = LoggerFactory.getLogger(EphemeralDisk.class);

    /** Set by Render, by Kubernetes, and in our own image: places whose disk is gone unless one was mounted. */
    private static final Set<String> CONTAINERS = Set.of("RENDER", "KUBERNETES_SERVICE_HOST", "CHAT_IMAGE");

    private static final Set<String> GONE_WITH_THE_CONTAINER = Set.of("overlay", "overlayfs", "aufs", "tmpfs", "ramfs");

    /** Where a Linux lists what is mounted: device, folder and type, in the order in which they were. */
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    /** What a folder is on: a file system of that type, perhaps the one that the root of all folders is on. */
    record Place(String type, boolean isRoot) {
        /** By what is mounted: a {@code FileStore} takes a volume on the root's own device for the root. */
        static Place of(Path folder, List<String> mounts) {
            Place place = new Place("", true);
            int depth = -1;
            for (String mount : mounts) {
                String[] fields = mount.split(" ", -1);
                Path mounted = Path.of(fields[1].replace("\\040", " "));
                if (folder.startsWith(mounted) && mounted.getNameCount() >= depth) {
                    place = new Place(fields[2], mounted.getNameCount() == 0);
                    depth = mounted.getNameCount();
                }
            }
            return place;
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
            return warning(environment, file, Place.of(folder, Files.readAllLines(MOUNTS)));
        } catch (IOException | StorageException e) {
            // No such folder: opening the database says so. Or no Linux: then it is none of these platforms.
            return Optional.empty();
        }
    }

    static Optional<String> warning(Map<String, String> environment, Path database, Place place) {
        String remedy = remedy(environment, database, place);
        return remedy == null
                ? Optional.empty()
                : Optional.of("The database " + database
                        + " is on a disk that is emptied at each restart: accounts and messages will be lost. "
                        + remedy);
    }

    private static String remedy(Map<String, String> environment, Path database, Place place) {
        if (environment.containsKey("DYNO")) {
            return "Heroku has no other: use it for trying out only.";
        }
        if (environment.containsKey("RAILWAY_ENVIRONMENT") || environment.containsKey("RAILWAY_ENVIRONMENT_ID")) {
            String volume = environment.get("RAILWAY_VOLUME_MOUNT_PATH");
            return volume != null && database.startsWith(volume)
                    ? null
                    : "Attach a volume to the service, and set DATABASE_URL to a file in it.";
        }
        boolean contained = CONTAINERS.stream().anyMatch(environment::containsKey);
        return contained && (place.isRoot() || GONE_WITH_THE_CONTAINER.contains(place.type()))
                ? "Mount a disk or volume, and set DATABASE_URL to a file in it."
                : null;
    }
}
