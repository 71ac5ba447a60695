package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import faults.client.Account;
import faults.client.Api;
import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in its own process whose writes fail, on a full disk, read-only files or a broken disk. */
@Tag("sqlite")
class BrokenDiskTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int SECONDS = 10;
    /** The number of messages that must be refused. More than fit into a page that has been started. */
    private static final int TRIES = 5;

    @TempDir
    Path folder;

    private Path database;
    private ServerProcess server;
    private Api api;
    private Account alice;
    private Account bob;
    private int sent;

    private void start(Path where, String... within) throws IOException {
        database = where.resolve("messaging.db");
        List<String> command = new ArrayList<>(List.of(within));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.app.Main"));
        server = new Launch(command, Map.of(), ServerProcess.freePort(), database, folder.resolve("log")).start();
        server.awaitHealth(200, TIMEOUT);
        api = server.api(HttpClient.newHttpClient());
        alice = api.register("alice");
        bob = api.register("bob");
        assertEquals(201, say().statusCode());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private HttpResponse<String> say() throws IOException {
        sent++;
        return api.answer(
                alice,
                "/send_message",
                Map.of("receiver_id", bob.id(), "message_content", "Message " + sent, "client_id", "n-" + sent));
    }

    @Test
    void aFullDiskRefusesClearlyAndTheServerRecovers() throws IOException {
        assumeTrue(run("unshare", "--mount", "true"), "Only root can mount a small disk in a separate namespace");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        String mount = "mount -t tmpfs -o size=8m none \"$0\" && exec \"$@\"";
        start(disk, "unshare", "--mount", "sh", "-c", mount, disk.toString());
        Path seenByServer = Path.of("/proc", String.valueOf(server.pid()), "root", disk.toString());
        Path filling = seenByServer.resolve("filling");
        fill(filling);
        assertRefusesAndReads(1);
        Files.delete(filling);
        assertRecovers();
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("No space left"), e::toString);
        }
    }

    @Test
    void aFileSizeLimitRefusesClearlyAndTheServerRecovers() throws IOException {
        assumeTrue(run("prlimit", "--version"), "prlimit is not installed");
        start(folder);
        limitFileSize("1");
        assertRefusesAndReads(1);
        limitFileSize("unlimited");
        assertRecovers();
    }

    @Test
    void readOnlyFilesRefuseClearlyAndTheServerRecovers() throws IOException {
        start(folder);
        assumeTrue(run("chattr", "+i", log()), "Only root can make open files read-only, and not on every file system");
        try {
            assertRefusesAndReads(1);
        } finally {
            assertTrue(run("chattr", "-i", log()));
        }
        assertRecovers();
    }

    @Test
    void aMessageIsNotAcknowledgedWhenTheFlushFails() throws IOException {
        assumeTrue(run("strace", "-o", "/dev/null", "true"), "strace is not installed or not allowed to trace");
        start(folder);
        Process strace = new ProcessBuilder(
                        "strace",
                        "--follow-forks",
                        "--quiet=all",
                        "--output=" + folder.resolve("strace"),
                        "--inject=fsync,fdatasync:error=EIO",
                        "--trace=fsync,fdatasync",
                        "--attach=" + server.pid())
                .start();
        try {
            assertRefuses();
            assertTrue(Files.readString(folder.resolve("strace")).contains("(INJECTED)"));
        } finally {
            strace.destroy();
            assertTrue(ended(strace));
        }
        // The refused message may be on the disk or not, because it was never acknowledged. The retry decides.
        assertRecovers();
    }

    /** The write-ahead log, which SQLite writes first. */
    private String log() {
        return database + "-wal";
    }

    /** Sets the soft limit, which can be raised again without privileges. */
    private void limitFileSize(String bytes) {
        assertTrue(run("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + bytes + ":"));
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return ended(process) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefusesAndReads(int stored) throws IOException {
        assertRefuses();
        assertStored(stored);
    }

    private void assertRefuses() throws IOException {
        server.awaitHealth(503, TIMEOUT);
        for (int i = 0; i < TRIES; i++) {
            HttpResponse<String> answer = say();
            JsonNode error = Json.read(answer.body()).get("error");
            assertEquals(503, answer.statusCode());
            assertEquals("busy", error.get("code").asText());
            assertEquals(
                    error.get("retry_after").asText(),
                    answer.headers().firstValue("Retry-After").orElse(""));
        }
    }

    /** Sends all refused messages again. Each must be stored once, whatever the disk has kept of it. */
    private void assertRecovers() throws IOException {
        server.awaitHealth(200, TIMEOUT);
        int all = sent;
        for (sent = 0; sent < all; ) {
            assertTrue(Set.of(200, 201).contains(say().statusCode()));
        }
        assertStored(all);
    }

    private void assertStored(int count) throws IOException {
        assertEquals(
                count, api.get(bob, "/messages/" + alice.id()).get("messages").size());
    }
}
