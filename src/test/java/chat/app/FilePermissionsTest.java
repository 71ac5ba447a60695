package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine must not read the messages and hashes in these files, whatever the umask. */
@DisabledOnOs(OS.WINDOWS)
@Tag("sqlite")
class FilePermissionsTest {
    private static final String OWNER_ONLY = "rw-------";

    @TempDir
    Path folder;

    private Map<String, String> permissions() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!Set.of("out", "err").contains(name)) {
                    found.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
        }
        return found;
    }

    /** Like {@link Program#start}, with this umask. */
    private Process start(String umask, String... arguments) throws IOException {
        List<String> within = List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh");
        return new Program(folder).startWithin(within, Map.of(), arguments);
    }

    @Test
    void filesOfTheServerAndBackupsAreReadableByTheirOwnerOnly() throws IOException, InterruptedException {
        Process server = start("000");
        try {
            await().until(() -> new Program(folder).read("out").contains("ready"));
            assertEquals(
                    Set.of("messaging.db", "messaging.db-wal", "messaging.db-shm", "messaging.db.lock"),
                    permissions().keySet());
            assertEquals(Set.of(OWNER_ONLY), Set.copyOf(permissions().values()), permissions()::toString);
            Process backup = start("000", "backup", "copy.db");
            assertEquals(0, new Program(folder).end(backup).status());
            assertEquals(OWNER_ONLY, permissions().get("copy.db"));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void readableFilesAreRestrictedAtTheStartAndReportedOnce() throws IOException, InterruptedException {
        TestServer.start(folder).close();
        Files.copy(folder.resolve("messaging.db"), folder.resolve("messaging.db.before-v3"));
        Files.writeString(folder.resolve("messaging.db.notes"), "not a file of the chat");
        Set<String> wide = permissions().keySet();
        for (String name : wide) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
        Process server = start("022");
        await().until(() -> new Program(folder).read("out").contains("ready"));
        Map<String, String> found = permissions();
        server.destroy();
        String log = new Program(folder).end(server).err();
        assertEquals(OWNER_ONLY, found.get("messaging.db"));
        assertEquals(OWNER_ONLY, found.get("messaging.db-wal"));
        assertEquals(OWNER_ONLY, found.get("messaging.db.before-v3"));
        assertEquals(OWNER_ONLY, found.get("messaging.db.lock"), "otherwise other users could lock it");
        assertEquals("rw-r--r--", found.get("messaging.db.notes"), "not a file of the chat");
        assertEquals(
                wide.size() - 1,
                log.lines().filter(line -> line.contains("only its owner can")).count(),
                log);
        assertTrue(log.contains(folder.resolve("messaging.db") + ": "), log);
    }
}
