package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Command;
import chat.testing.Confined;
import chat.testing.NotifySocket;
import chat.testing.ServiceUnit;
import com.sun.jna.LastErrorException;
import faults.client.Account;
import faults.client.Api;
import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program under the restrictions of {@code deploy/chat.service}. The test applies the settings of the unit itself,
 * because systemd does not run on all machines that build the chat.
 */
@Tag("sqlite")
class ServiceUnitTest {
    private static final Path UNIT = Path.of("deploy", "chat.service").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /**
     * Makes everything but the service's folders read-only, and runs as a user without capabilities, like PrivateUsers.
     * As root, SQLite makes system calls that it never makes as the user of the unit.
     */
    private static final String AS_USER =
            """
            umask "$1" && mount --bind "$2" "$2" && mount -o remount,bind,ro / && shift 2 \
            && exec unshare --user --map-user=1000 --map-group=1000 "$@"
            """;

    @TempDir
    Path folder;

    private Path state;
    private Path cache;
    private ServiceUnit unit;

    @BeforeEach
    void readUnit() throws IOException {
        if (!canConfine()) {
            String none = "THE TESTS OF THE SYSTEMD UNIT WERE SKIPPED: they need root on Linux with systemd-analyze,"
                    + " unshare and libseccomp (Debian, Ubuntu: apt install systemd libseccomp2)";
            System.err.println(none);
            assertFalse("1".equals(System.getenv("REQUIRE_SYSTEMD")), none);
            Assumptions.abort(none);
        }
        state = Files.createDirectory(folder.resolve("state"));
        cache = Files.createDirectory(state.resolve("cache"));
        unit = ServiceUnit.read(UNIT);
    }

    private static boolean canConfine() {
        return Command.works("systemd-analyze", "syscall-filter", "@default")
                && Command.works("unshare", "--mount", "unshare", "--user", "--map-user=1000", "true")
                && Confined.isPossible();
    }

    /** The command of the unit, with folders of this test in place of the system's. */
    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", AS_USER, "sh"));
        command.addAll(List.of(unit.value("UMask"), state.toString()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        // Replace PrivateTmp and the home of the user chat.
        List<String> folders = List.of("-Djava.io.tmpdir=" + cache, "-Duser.home=" + state);
        command.add(java);
        command.addAll(folders);
        command.addAll(List.of("-cp", classes, Confined.class.getName(), UNIT.toString(), java));
        command.addAll(folders);
        String start = unit.value("ExecStart")
                .replace("/usr/bin/java ", "")
                .replace("/var/cache/chat", cache.toString())
                .replace("-jar /opt/chat/chat.jar", "-cp " + classes + " chat.app.Main");
        command.addAll(List.of(start.split(" ")));
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String line : unit.values("Environment")) {
            for (String variable : line.split(" ")) {
                String[] parts = variable.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        environment.remove("DATABASE_URL"); // the database is in the folder of this test
        return environment;
    }

    @Test
    void registeringSendingAndBackupsWorkUnderTheFilter() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path database = state.resolve("messaging.db");
        String address = folder.resolve("notify").toString();
        Map<String, String> environment = environment();
        environment.put("NOTIFY_SOCKET", address);
        assertEquals("notify", unit.value("Type"));
        try (NotifySocket systemd = new NotifySocket(address);
                ServerProcess server =
                        new Launch(command(), environment, ServerProcess.freePort(), database, log).start()) {
            assertEquals("READY=1", systemd.receive());
            server.awaitHealth(200, TIMEOUT);
            Api api = server.api(HttpClient.newHttpClient());
            Account alice = api.register("alice");
            Account bob = api.register("bob");
            Account again = api.logIn("alice");
            api.post(again, "/send_message", Map.of("receiver_id", bob.id(), "message_content", "hi"));
            assertEquals(
                    "hi",
                    api.get(bob, "/messages/" + alice.id())
                            .at("/messages/0/message_content")
                            .asText());
            backUp(database);
            assertEquals(
                    Set.of("messaging.db", "messaging.db-shm", "messaging.db-wal", "messaging.db.lock"),
                    ownerOnlyFiles());
        } catch (IOException | LastErrorException e) {
            throw new AssertionError(Files.readString(log), e);
        }
        String said = Files.readString(log);
        assertFalse(said.contains("normal priority"), () -> "passwords must be hashed at the lowest priority: " + said);
        assertFalse(said.contains("WARN") || said.contains("ERROR"), said);
    }

    private void backUp(Path database) throws IOException, InterruptedException {
        Path copy = state.resolve("copy.db");
        List<String> command = command();
        command.addAll(List.of("backup", copy.toString()));
        ProcessBuilder backup = new ProcessBuilder(command).redirectErrorStream(true);
        backup.environment().put("DATABASE_URL", database.toString());
        backup.redirectOutput(folder.resolve("backup").toFile());
        assertEquals(0, backup.start().waitFor(), Files.readString(folder.resolve("backup")));
        assertTrue(Files.exists(copy));
    }

    private Set<String> ownerOnlyFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        try (var files = Files.newDirectoryStream(state, "messaging.db*")) {
            for (Path file : files) {
                if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals("rw-------")) {
                    names.add(file.getFileName().toString());
                }
            }
        }
        return names;
    }

    /** The JVM executes memory that it has written, so it does not start with MemoryDenyWriteExecute. */
    @Test
    void theJavaCompilerIsAllowed() {
        assertFalse(unit.isYes("MemoryDenyWriteExecute"));
    }

    @Test
    void systemdAcceptsTheUnit() throws IOException {
        Path copy = folder.resolve("chat.service");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(copy, Files.readString(UNIT).replace("/usr/bin/java", java));
        assertEquals("", Command.output("systemd-analyze", "verify", copy.toString()));
    }
}
