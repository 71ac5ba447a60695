package chat.app;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells, where it can be told, that the platform throws the database away at the next restart. */
final class EphemeralDisk {
    /** Set by Render, by Kubernetes, and in our own image: places whose disk is gone unless one was mounted. */
    private static final Set<String> CONTAINERS = Set.of("RENDER", "KUBERNETES_SERVICE_HOST", "CHAT_IMAGE");

    private static final Set<String> GONE_WITH_THE_CONTAINER = Set.of("overlay", "overlayfs", "aufs", "tmpfs", "ramfs");

    /** What a folder is on: a file system of that type, perhaps the one that the root of all folders is on. */
    record Place(String type, boolean isRoot) {
        static Place of(Path folder) throws IOException {
            FileStore store = Files.getFileStore(folder);
            return new Place(store.type(), store.equals(Files.getFileStore(folder.getRoot())));
        }
    }

    private EphemeralDisk() {}

    static Optional<String> warning(Map<String, String> environment, Path database) {
        Path file = database.toAbsolutePath().normalize();
        try {
            return warning(environment, file, Place.of(file.getParent()));
        } catch (IOException e) {
            // No such folder: opening the database says so.
            return Optional.empty();
        }
    }

    static Optional<String> warning(Map<String, String> environment, Path database, Place place) {
        String remedy = remedy(environment, database, place);
        return remedy == null
                ? Optional.empty()
                : Optional.of("WARNING: the database " + database
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
