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

/** Much is said in one commit: more than may lie unread, but nobody is too slow who reads it. */
class LargeCommitTest {
    private static final String LARGE = "😀".repeat(4_000);
    /** 1.6 MB, where 1 MB may lie unread. */
    private static final int MANY = 100;

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

    /** While somebody else holds the file's lock what is sent waits, and is one commit then. */
    private void sendAtOnce(TestSocket from, int messages, String content) throws SQLException {
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            lock.execute(TestDatabase.HOLD_WRITES);
            for (int i = 0; i < messages; i++) {
                from.say(bob, content, "n-" + i);
            }
            from.send("ping", Map.of()).await("pong"); // all of it has been read
            lock.execute("ROLLBACK");
        }
    }

    @Test
    void readersThatReadAreNotClosed() throws SQLException {
        try (TestSocket sender = alice.connect();
                TestSocket senders = alice.connect();
                TestSocket reader = bob.connect()) {
            sendAtOnce(sender, MANY, LARGE);
            for (int i = 0; i < MANY; i++) {
                assertEquals(
                        "n-" + i, sender.await("message_sent").get("client_id").asText());
                assertEquals(
                        i + 2, senders.await("new_message").at("/message/seq").asLong());
                assertEquals(
                        i + 2, reader.await("new_message").at("/message/seq").asLong());
            }
            for (TestSocket socket : List.of(sender, senders, reader)) {
                assertTrue(
                        socket.soFar().stream().noneMatch(event -> event.name().equals("error")));
                assertFalse(socket.raw().isInputClosed());
            }
        }
    }

    @Test
    void manySmallEventsInOneCommitAreReadToo() throws SQLException {
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

    /** Its kernel takes a part, and the rest is read only when more has come since. */
    @Test
    void aReaderMayComeToItLater() throws SQLException, IOException {
        try (TestSocket sender = alice.connect();
                MuteReader reader = new MuteReader(server.port(), bob.sessionCookie())) {
            sendAtOnce(sender, MANY, LARGE);
            sender.await("message_sent", sent -> sent.get("client_id").asText().equals("n-" + (MANY - 1)));
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
            assertEquals(MANY + 1, read.size());
            assertEquals(MANY + 2, read.get(MANY));
        }
    }
}
