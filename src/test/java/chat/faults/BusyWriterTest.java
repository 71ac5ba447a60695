package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.TestDatabase;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The writer waits for a lock of another process, and the queue fills up. */
class BusyWriterTest {
    /** More than the queue holds: 10,000 and the batch that the writer is committing. */
    private static final int SENT = 11_500;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void aFullQueueRefusesMessagesAndLosesNoAcknowledgedOne() throws SQLException {
        try (TestServer server = TestServer.start(folder)) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            try (TestSocket socket = alice.connect()) {
                Answer overHttp;
                try (Connection other = server.connect();
                        Statement lock = other.createStatement()) {
                    lock.execute(TestDatabase.HOLD_WRITES);
                    for (int i = 0; i < SENT; i++) {
                        socket.send("send_message", message(bob, i));
                    }
                    socket.send("ping", Map.of()).await("pong"); // the server has read all of them
                    JsonNode refusal = socket.await("error");
                    assertEquals("busy", refusal.get("code").asText());
                    assertTrue(refusal.get("retry_after").asInt() > 0);
                    overHttp = alice.post("/send_message", message(bob, SENT));
                    lock.execute("ROLLBACK");
                }
                assertEquals(503, overHttp.status());
                assertEquals("busy", overHttp.error());
                assertTrue(Integer.parseInt(overHttp.header("Retry-After")) > 0);

                Set<String> stored = new HashSet<>();
                List<JsonNode> acknowledged = new ArrayList<>(List.of(socket.await("message_sent")));
                sendUntilStored(alice, message(bob, SENT));
                acknowledged.addAll(socket.received("message_sent"));
                acknowledged.forEach(
                        ack -> assertTrue(stored.add(ack.get("client_id").asText())));
                List<JsonNode> refused = socket.received("error");
                assertEquals(
                        SENT,
                        acknowledged.size() + refused.size() + 1,
                        "each is answered once, and one answer was read above");
                long lastSeq = bob.get("/rooms").json().at("/rooms/0/last_seq").asLong();
                assertEquals(acknowledged.size() + 1, lastSeq, "exactly the acknowledged messages are stored");
                String again = refused.get(0).get("client_id").asText();
                int number = Integer.parseInt(again.substring(again.indexOf('-') + 1));
                assertEquals(
                        201, alice.post("/send_message", message(bob, number)).status());
            }
        }
    }

    /** Retries while the server is busy. The message is stored after all queued ones. */
    private static void sendUntilStored(Person sender, Map<String, Object> message) {
        Answer answer = sender.post("/send_message", message);
        while (answer.status() == 503) {
            answer = sender.post("/send_message", message);
        }
        assertEquals(201, answer.status());
    }

    private static Map<String, Object> message(Person to, int number) {
        return Map.of("receiver_id", to.id(), "message_content", "Message " + number, "client_id", "n-" + number);
    }
}
