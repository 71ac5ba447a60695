package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.app.TestServer;
import chat.testing.Person;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingTest {
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
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageOverTheSocketIsAcknowledgedAndDelivered() {
        try (TestSocket fromAlice = alice.connect();
                TestSocket toBob = bob.connect()) {
            fromAlice.send(
                    "send_message", Map.of("receiver_id", bob.id(), "message_content", "hi", "client_id", "c-1"));
            JsonNode acknowledged = fromAlice.await("message_sent");
            assertEquals("c-1", acknowledged.get("client_id").asText());
            JsonNode delivered = toBob.await("new_message");
            assertEquals(acknowledged.get("message"), delivered.get("message"));
            assertEquals(1, delivered.at("/message/seq").asLong());
        }
    }
}
