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
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own whose writes fail: its files may grow no further, or became read-only. */
class BrokenDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SECONDS = 10;
    /** How often a message is sent that must be refused: more than fits into a started page. */
    private static final int TRIES = 5;

    @TempDir
    Path folder;

    private Path database;
    private ServerProcess server;
    private Api api;
    private Account alice;
    private Account bob;
    private int said;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "Linux's prlimit is not there");
        database = folder.resolve("messaging.db");
        server = new Launch(command(), Map.of(), ServerProcess.freePort(), database, folder.resolve("log")).start();
        server.awaitHealth(200, PATIENCE);
        api = server.api(HttpClient.newHttpClient());
        alice = api.register("alice");
        bob = api.register("bob");
        assertEquals(201, say().statusCode());
    }

    private static List<String> command() {
        String classpath = System.getProperty("java.class.path");
        return List.of("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classpath, "chat.app.Main");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private HttpResponse<String> say() throws IOException {
        said++;
        return api.answer(
                alice,
                "/send_message",
                Map.of("receiver_id", bob.id(), "message_content", "Message " + said, "client_id", "n-" + said));
    }

    @Test
    void aFullDiskRefusesClearlyAndRecoversByItself() throws IOException {
        limitFileSize("1");
        assertRefusesAndReads(1);
        limitFileSize("unlimited");
        server.awaitHealth(200, PATIENCE);
        assertEquals(201, say().statusCode());
        assertStored(2);
    }

    @Test
    void filesThatBecameReadOnlyRefuseClearlyAndItRecoversByItself() throws IOException {
        assumeTrue(run("chattr", "+i", log()), "Only root can make open files read-only, and not on every file system");
        try {
            assertRefusesAndReads(1);
        } finally {
            assertTrue(run("chattr", "-i", log()));
        }
        server.awaitHealth(200, PATIENCE);
        assertEquals(201, say().statusCode());
        assertStored(2);
    }

    /** What SQLite writes first. */
    private String log() {
        return database + "-wal";
    }

    /** The soft limit; raised again without privilege. */
    private void limitFileSize(String bytes) throws IOException {
        assertTrue(run("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + bytes + ":"));
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefusesAndReads(int stored) throws IOException {
        server.awaitHealth(503, PATIENCE);
        for (int i = 0; i < TRIES; i++) {
            HttpResponse<String> answer = say();
            JsonNode error = Json.read(answer.body()).get("error");
            assertEquals(503, answer.statusCode());
            assertEquals("busy", error.get("code").asText());
            assertEquals(
                    error.get("retry_after").asText(),
                    answer.headers().firstValue("Retry-After").orElse(""));
        }
        assertStored(stored);
    }

    private void assertStored(int count) throws IOException {
        assertEquals(
                count, api.get(bob, "/messages/" + alice.id()).get("messages").size());
    }
}
