package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.EphemeralDisk.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EphemeralDiskTest {
    private static final Path DATABASE = Path.of("/data/messaging.db");
    private static final Mount CONTAINER = new Mount("overlay", true);
    private static final Mount VOLUME = new Mount("ext4", false);
    private static final Mount OWN_MACHINE = new Mount("ext4", true);

    private static String warning(Map<String, String> environment, Mount place) {
        Optional<String> warning = EphemeralDisk.warning(environment, DATABASE, place);
        warning.ifPresent(line -> assertEquals(1, line.lines().count(), line));
        return warning.orElse("");
    }

    @Test
    void herokuAlwaysWarns() {
        assertTrue(warning(Map.of("DYNO", "web.1"), VOLUME).contains("Heroku"));
    }

    @Test
    void railwayWarnsWithoutOrOutsideAVolume() {
        assertTrue(warning(Map.of("RAILWAY_ENVIRONMENT", "production"), VOLUME).contains("volume"));
        assertTrue(warning(Map.of("RAILWAY_ENVIRONMENT_ID", "1"), VOLUME).contains("volume"));
        assertTrue(warning(Map.of("RAILWAY_ENVIRONMENT", "production", "RAILWAY_VOLUME_MOUNT_PATH", "/files"), VOLUME)
                .contains("volume"));
        assertTrue(warning(Map.of("RAILWAY_ENVIRONMENT", "production", "RAILWAY_VOLUME_MOUNT_PATH", "/dat"), VOLUME)
                .contains("volume"));
        assertEquals(
                "", warning(Map.of("RAILWAY_ENVIRONMENT", "production", "RAILWAY_VOLUME_MOUNT_PATH", "/data"), VOLUME));
    }

    @Test
    void renderKubernetesAndOurImageWarnUnlessADiskIsMounted() {
        for (String name : new String[] {"RENDER", "KUBERNETES_SERVICE_HOST", "CHAT_IMAGE"}) {
            Map<String, String> environment = Map.of(name, "true");
            assertTrue(warning(environment, CONTAINER).contains("/data/messaging.db"), name);
            assertTrue(warning(environment, OWN_MACHINE).contains("lost"), name);
            assertTrue(warning(environment, new Mount("tmpfs", false)).contains("lost"), name);
            assertEquals("", warning(environment, VOLUME), name);
        }
    }

    @Test
    void otherMachinesDoNotWarn() {
        assertEquals("", warning(Map.of(), OWN_MACHINE));
        assertEquals("", warning(Map.of(), CONTAINER));
    }

    @Test
    void theNearestMountCounts() {
        List<String> mounts = List.of(
                "overlay / overlay rw,relatime 0 0",
                "proc /proc proc rw 0 0",
                "/dev/vda /data ext4 rw 0 0",
                "/dev/vdb /data/with\\040space xfs rw 0 0",
                "tmpfs /database tmpfs rw 0 0");
        assertEquals(new Mount("ext4", false), Mount.of(Path.of("/data"), mounts));
        assertEquals(new Mount("ext4", false), Mount.of(Path.of("/data/a/b"), mounts));
        assertEquals(new Mount("xfs", false), Mount.of(Path.of("/data/with space"), mounts));
        assertEquals(new Mount("tmpfs", false), Mount.of(Path.of("/database"), mounts));
        assertEquals(new Mount("overlay", true), Mount.of(Path.of("/app"), mounts));
        assertEquals(
                new Mount("tmpfs", true),
                Mount.of(Path.of("/app"), List.of("rootfs / rootfs rw 0 0", "tmpfs / tmpfs rw 0 0")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMissingFolderIsNotCheckedHere(@TempDir Path folder) {
        Map<String, String> heroku = Map.of("DYNO", "web.1");
        assertTrue(EphemeralDisk.warning(heroku, folder.resolve("messaging.db")).isPresent());
        assertEquals(Optional.empty(), EphemeralDisk.warning(heroku, folder.resolve("nowhere/messaging.db")));
    }
}
