package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Person;
import chat.testing.TestDatabase;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One commit whose events exceed the outbox limit. Clients that read them are not closed as too slow. */
class LargeCommitTest {
    private static final String LARGE = "😀".repeat(4_000);
    /** 1.6 MB. The outbox limit is 1 MB. */
    private static final int LARGE_ONES = 100;

    private static final int SMALL_ONES = 3_000;

    @TempDir
    Path folder;

    private TestServer server;
    private Person alice;
    private Person bob;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        alice = server.register("alice");
        bob = server.register("bob");
        alice.say(bob, "hi");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Holds the lock of the database while the messages are sent, so that they become one commit. */
    private void sendAtOnce(TestSocket from, int messages, String content) throws SQLException {
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            lock.execute(TestDatabase.HOLD_WRITES);
            for (int i = 0; i < messages; i++) {
                from.say(bob, content, "n-" + i);
            }
            from.send("ping", Map.of()).await("pong"); // the server has read all of them
            lock.execute("ROLLBACK");
        }
    }

    @Test
    void clientsThatReadALargeCommitAreNotClosed() throws SQLException {
        try (TestSocket sender = alice.connect();
                TestSocket senders = alice.connect();
                TestSocket reader = bob.connect()) {
            sendAtOnce(sender, LARGE_ONES, LARGE);
            for (int i = 0; i < LARGE_ONES; i++) {
                assertEquals(
                        "n-" + i, sender.await("message_sent").get("client_id").asText());
                assertEquals(
                        i + 2, senders.await("new_message").at("/message/seq").asLong());
                assertEquals(
                        i + 2, reader.await("new_message").at("/message/seq").asLong());
            }
            for (TestSocket socket : List.of(sender, senders, reader)) {
                assertTrue(socket.received().stream()
                        .noneMatch(event -> event.name().equals("error")));
                assertFalse(socket.raw().isInputClosed());
            }
        }
    }

    @Test
    void manySmallEventsInOneCommitAreAllReceived() throws SQLException {
        try (TestSocket sender = alice.connect();
                TestSocket reader = bob.connect()) {
            sendAtOnce(sender, SMALL_ONES, "x".repeat(400));
            for (int i = 0; i < SMALL_ONES; i++) {
                assertEquals(
                        i + 2, reader.await("new_message").at("/message/seq").asLong());
            }
            sender.await("message_sent", sent -> sent.get("client_id").asText().equals("n-" + (SMALL_ONES - 1)));
        }
    }

    /** The kernel buffers a part of the events. The reader reads the rest after more have been sent. */
    @Test
    void aClientMayReadALargeCommitLater() throws SQLException, IOException {
        try (TestSocket sender = alice.connect();
                MuteReader reader = new MuteReader(server.port(), bob.sessionCookie())) {
            sendAtOnce(sender, LARGE_ONES, LARGE);
            sender.await("message_sent", sent -> sent.get("client_id").asText().equals("n-" + (LARGE_ONES - 1)));
            sender.say(bob, "one more", "last").await("message_sent", sent -> sent.get("client_id")
                    .asText()
                    .equals("last"));
            List<Long> read = new ArrayList<>();
            for (JsonNode event : reader.until(
                    event -> event.at("/data/message/client_id").asText().equals("last"))) {
                if (event.get("event").asText().equals("new_message")) {
                    read.add(event.at("/data/message/seq").asLong());
                }
            }
            assertEquals(LARGE_ONES + 1, read.size());
            assertEquals(LARGE_ONES + 2, read.get(LARGE_ONES));
        }
    }
}
