package chat.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTest {
    private static final int LARGEST = 64 * 1024;

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    @Test
    void connectIsTheFirstEvent() {
        alice.say(bob, "waiting");
        try (TestSocket socket = bob.connectWithoutWaiting()) {
            List<TestSocket.Event> events = socket.received();
            assertEquals("connect", events.get(0).name());
            JsonNode data = events.get(0).data();
            assertEquals(bob.id(), data.at("/user/id").asLong());
            assertEquals(bob.username(), data.at("/user/username").asText());
            assertEquals(running.get().readers().mark(), data.get("database").asText());
            assertTrue(data.get("server_time").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*\\.\\d{3}Z"));
        }
    }

    @Test
    void aPingIsAnsweredOnItsSocketOnly() {
        try (TestSocket socket = alice.connect();
                TestSocket other = alice.connect()) {
            socket.send("ping", Map.of());
            assertTrue(socket.await("pong").get("server_time").asText().endsWith("Z"));
            socket.sendText("{\"event\":\"ping\"}").await("pong");
            assertEquals(List.of(), other.received());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "{",
                "[]",
                "null",
                "1",
                "\"ping\"",
                "{}",
                "{\"event\":null}",
                "{\"event\":1}",
                "{\"event\":[\"ping\"]}",
                "{\"event\":\"unknown\"}",
                "{\"event\":\"PING\"}",
                "{\"event\":\"connect\",\"data\":{}}",
                "{\"event\":\"message_sent\",\"data\":{}}",
                "{\"data\":{}}",
                "{\"event\":\"ping\",\"data\":1}",
                "{\"event\":\"ping\",\"data\":[]}",
                "{\"event\":\"ping\",\"data\":\"x\"}",
                "{\"event\":\"ping\",\"event\":\"ping\"}",
                "{\"event\":\"ping\"}{\"event\":\"ping\"}",
                "{\"event\":\"send_message\"}",
                "{\"event\":\"send_message\",\"data\":{\"receiver_id\":9223372036854775808}}",
                "{\"event\":\"mark_read\",\"data\":{}}",
                "{\"event\":\"\u0001\"}",
                "{\"event\":\"\\ud800\",\"data\":{\"x\":\"\\u0000\"}}",
                "{\"event\":\"ping\",\"data\":{\"x\":1e999999}} x",
            })
    void anInvalidFrameGetsAnErrorAndTheSocketStaysOpen(String frame) {
        try (TestSocket socket = alice.connect()) {
            socket.sendText(frame);
            socket.awaitError("bad_request");
            socket.send("ping", Map.of()).await("pong");
        }
    }

    @Test
    void deeplyNestedJsonGetsAnError() {
        try (TestSocket socket = alice.connect()) {
            socket.sendText("[".repeat(30_000)).awaitError("bad_request");
            socket.sendText("{\"event\":\"ping\",\"data\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001))
                    .awaitError("bad_request");
            socket.send("ping", Map.of()).await("pong");
        }
    }

    @Test
    void anErrorCarriesTheClientId() {
        try (TestSocket socket = alice.connect()) {
            socket.send("send_message", Map.of("client_id", "c-1"));
            assertEquals(
                    "c-1", socket.awaitError("bad_request").get("client_id").asText());
            socket.send("send_message", Map.of("receiver_id", bob.id(), "message_content", 1, "client_id", "c-2"));
            assertEquals(
                    "c-2", socket.awaitError("bad_request").get("client_id").asText());
            socket.send("send_message", Map.of("receiver_id", 9_999_999, "message_content", "x", "client_id", "c-3"));
            assertEquals("c-3", socket.awaitError("not_found").get("client_id").asText());
            socket.send("nonsense", Map.of());
            assertFalse(socket.awaitError("bad_request").has("client_id"));
            socket.say(bob, "x", "not a client id");
            assertFalse(socket.awaitError("bad_request").has("client_id"));
        }
    }

    @Test
    void aBinaryFrameClosesTheSocket() {
        try (TestSocket socket = alice.connect()) {
            socket.raw()
                    .sendBinary(
                            ByteBuffer.wrap("{\"event\":\"ping\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            true)
                    .join();
            assertEquals(1003, socket.awaitClose());
        }
    }

    private static String pingOf(int bytes) {
        String frame = "{\"event\":\"ping\",\"data\":{\"x\":\"\"}}";
        return frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
    }

    @Test
    void aFrameOf64KiBIsAccepted() {
        try (TestSocket socket = alice.connect()) {
            socket.sendText(pingOf(LARGEST)).await("pong");
        }
    }

    @Test
    void aLongerFrameClosesTheSocket() {
        try (TestSocket socket = alice.connect()) {
            socket.sendText(pingOf(LARGEST + 1));
            assertEquals(1009, socket.awaitClose());
        }
    }

    @Test
    void aFragmentedMessageIsAccepted() {
        try (TestSocket socket = alice.connect()) {
            String frame = Json.write(Map.of(
                    "event",
                    "send_message",
                    "data",
                    Map.of("receiver_id", bob.id(), "message_content", "in parts", "client_id", "c-1")));
            socket.raw().sendText(frame.substring(0, 20), false).join();
            socket.raw().sendText(frame.substring(20), true).join();
            assertEquals(
                    "in parts",
                    socket.await("message_sent").at("/message/message_content").asText());
        }
    }

    @Test
    void aClosedSocketIsForgotten() {
        try (TestSocket first = bob.connect();
                TestSocket second = bob.connect()) {
            first.raw().sendClose(1000, "bye").join();
            first.awaitClose();
            alice.say(bob, "hi");
            second.await("new_message");
            second.send("ping", Map.of()).await("pong");
        }
    }
}
