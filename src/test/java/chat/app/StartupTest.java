package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a separate process: its start, and its messages when it cannot start. */
class StartupTest {
    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void inAFolder() {
        program = new Program(folder);
    }

    @Test
    void aTakenPortIsReported() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            program.run(Map.of("PORT", port)).expectOneSentence(1, port);
        }
    }

    @Test
    void aHostOfAnotherMachineIsReported() throws IOException, InterruptedException {
        program.run(Map.of("HOST", "no.such.host.invalid")).expectOneSentence(1, "HOST is \"no.such.host.invalid\"");
        program.run(Map.of("HOST", "192.0.2.1")).expectOneSentence(1, "HOST is \"192.0.2.1\"");
    }

    @Test
    void theReportedAddressWorks() throws IOException, InterruptedException {
        for (String host : new String[] {"::1", "127.0.0.2"}) {
            Process process = program.start(Map.of("HOST", host));
            try {
                await().until(() -> program.read("out").contains("\n"));
                Matcher url = Pattern.compile("http://[^ ]+").matcher(program.read("out"));
                assertTrue(url.find(), program.read("out"));
                HttpRequest ask = HttpRequest.newBuilder(URI.create(url.group() + "/login"))
                        .build();
                HttpResponse<String> answer = HttpClient.newHttpClient().send(ask, BodyHandlers.ofString());
                assertEquals(200, answer.statusCode());
            } finally {
                process.destroy();
            }
            String log = program.end(process).err();
            assertTrue(log.matches("(?s).*from=(::1|127\\.0\\.0\\.[12])\\s.*"), log);
        }
    }

    @Test
    @Tag("sqlite")
    void aCharacterThatTheLocaleLacksIsReported() throws IOException, InterruptedException {
        List<String> named = List.of("sh", "-c", "DATABASE_URL=$(printf 'gr\\303\\274n.db') exec \"$@\"", "sh");
        program.end(program.startWithin(named, Map.of("LC_ALL", "C"))).expectOneSentence(2, "LC_ALL=C.UTF-8");
    }

    @Test
    @Tag("sqlite")
    void aReadOnlyDiskIsReported() throws IOException, InterruptedException {
        assumeTrue(
                new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
                "Only root can mount a disk in a separate namespace");
        String mount = "mount -t tmpfs none \"$0\" && mount -o remount,ro \"$0\" && exec \"$@\"";
        String disk = Files.createDirectory(folder.resolve("disk")).toString();
        List<String> mounted = List.of("unshare", "--mount", "sh", "-c", mount, disk);
        program.end(program.startWithin(mounted, Map.of("DATABASE_URL", disk + "/chat.db")))
                .expectOneSentence(1, "read-only");
    }

    @Test
    @Tag("sqlite")
    void anUnusableDatabaseIsReported() throws IOException, InterruptedException {
        Path letter = folder.resolve("letter.txt");
        Files.writeString(letter, "This is a text file and not a SQLite database. ".repeat(100));
        Files.setPosixFilePermissions(letter, PosixFilePermissions.fromString("rw-r--r--"));
        var before = Files.getPosixFilePermissions(letter);
        program.run(Map.of("DATABASE_URL", "letter.txt")).expectOneSentence(1, "letter.txt");
        assertEquals(before, Files.getPosixFilePermissions(letter), "not a file of the chat");
        program.run(Map.of("DATABASE_URL", "nowhere/chat.db")).expectOneSentence(1, "nowhere");
        Files.createDirectory(folder.resolve("folder"));
        program.run(Map.of("DATABASE_URL", "folder")).expectOneSentence(1, "folder");
    }

    @Test
    @Tag("sqlite")
    void aDatabaseThatIsNotAFileIsReported() throws IOException, InterruptedException {
        program.run(Map.of("DATABASE_URL", ":memory:")).expectOneSentence(2, "in memory");
        program.run(Map.of("DATABASE_URL", "folder/")).expectOneSentence(2, "folder");
        program.run(Map.of("DATABASE_URL", "/dev/null")).expectOneSentence(1, "device");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor());
        program.run(Map.of("DATABASE_URL", "pipe")).expectOneSentence(1, "pipe");
        program.run(Map.of("DATABASE_URL", "pipe"), "reset-link", "alice").expectOneSentence(1, "pipe");
        program.run(Map.of("DATABASE_URL", "."), "import", "pipe").expectOneSentence(1, "pipe");
    }

    /** Threads that are already running must not keep the process alive. */
    @Test
    void anUnexpectedFailureEndsTheProcess() throws IOException, InterruptedException, SQLException {
        TestServer.start(folder).close();
        try (Connection connection = TestDatabase.connect(TestDatabase.url(folder));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE users");
        }
        Program.Ended ended = program.run(Map.of());
        assertEquals(1, ended.status(), ended::toString);
        assertEquals("", ended.out());
        assertTrue(ended.err().lines().anyMatch(line -> line.startsWith("The chat ends")), ended::toString);
    }

    @Test
    void anInvalidValueIsReported() throws IOException, InterruptedException {
        program.run(Map.of("PORT", "abc")).expectOneSentence(2, "PORT");
        program.run(Map.of(), "--nonsense").expectOneSentence(2, "--nonsense");
    }

    @Test
    void helpNamesTheCommandsAndTheVariables() throws IOException, InterruptedException {
        Program.Ended ended = program.run(Map.of(), "--help");
        assertEquals(0, ended.status(), ended::toString);
        for (String line : List.of("backup  ", "restore  ", "import  ", "reset-link  ", "PORT  ", "DATABASE_URL  ")) {
            assertTrue(ended.out().contains("\n  " + line), ended::toString);
        }
        Program.Ended ofOne = program.run(Map.of(), "backup", "--help");
        assertEquals(0, ofOne.status(), ofOne::toString);
        assertTrue(ofOne.out().contains("backup [-h] [--force] FILE"), ofOne::toString);
        assertEquals("chat 1.0.0\n", program.run(Map.of(), "--version").out());
    }

    @Test
    void noSecretIsPrinted() throws IOException, InterruptedException {
        String url = "postgres://chat:secret@db.example.org/chat";
        assertNoSecretIn(program.run(Map.of("DATABASE_URL", url)), "DATABASE_URL");
        assertNoSecretIn(program.run(Map.of("DATABASE_URL", url, "LOG_FORMAT", "json")), "DATABASE_URL");
        assertNoSecretIn(program.run(Map.of(), "--metrics-token=secret"), "--metrics-token");
        assertNoSecretIn(program.run(Map.of(), "METRICS_TOKEN=secret"), "METRICS_TOKEN");
        assertNoSecretIn(program.run(Map.of(), "--database", url), "--database");
        assertNoSecretIn(program.run(Map.of(), url), "argument");
        assertNoSecretIn(program.run(Map.of(), "backup", url), "backup");
    }

    private static void assertNoSecretIn(Program.Ended ended, String about) {
        ended.expectOneSentence(2, about);
        assertFalse(ended.err().contains("secret"), ended::toString);
    }

    @Test
    void anEphemeralDiskCausesAWarning() throws IOException, InterruptedException {
        Process process = program.start(Map.of("DYNO", "web.1"));
        try {
            await().until(() -> program.read("err").contains("emptied at each restart"));
        } finally {
            process.destroy();
        }
        program.end(process);
    }

    @Test
    @Tag("sqlite")
    void theAddressIsPrintedAndSigtermEndsTheProcess() throws IOException, InterruptedException {
        Process process = program.start(Map.of());
        try {
            await().until(() -> program.read("out").contains("\n"));
        } finally {
            process.destroy(); // SIGTERM
        }
        Program.Ended ended = program.end(process);
        assertTrue(ended.out().strip().matches(".*http://localhost:\\d+.*"), ended::toString);
        assertEquals(1, ended.out().lines().count());
        assertEquals("", ended.err(), "no warning and no request was logged");
        assertTrue(Files.exists(folder.resolve("messaging.db")), "the database is in the working folder");
    }
}
