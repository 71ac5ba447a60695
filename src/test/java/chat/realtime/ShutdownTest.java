package chat.realtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShutdownTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    @Test
    void everySocketIsClosedAsGoingAway() {
        Person alice = running.person("alice");
        try (TestSocket one = alice.connect();
                TestSocket other = running.person("bob").connect()) {
            running.get().restart();
            assertEquals(1001, one.awaitClose());
            assertEquals(1001, other.awaitClose());
        }
        try (TestSocket again = alice.connect()) {
            again.send("ping", Map.of()).await("pong");
        }
    }

    @Test
    void noAcknowledgedMessageIsLost() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        int sent = 2_000;
        Map<String, JsonNode> acknowledged = new HashMap<>();
        try (TestSocket socket = alice.connect()) {
            List<TestSocket.Event> events = new ArrayList<>();
            for (int i = 0; i < sent; i++) {
                socket.say(bob, "message " + i, "c-" + i);
            }
            await().until(() -> {
                events.addAll(socket.takeAll());
                return events.size() > 20;
            });
            running.get().restart();
            socket.awaitClose();
            events.addAll(socket.takeAll());
            for (TestSocket.Event event : events) {
                if (event.name().equals("message_sent")) {
                    acknowledged.put(
                            event.data().get("client_id").asText(), event.data().get("message"));
                } else {
                    assertEquals("busy", event.data().path("code").asText(), "a refusal that may be tried again");
                }
            }
        }
        assertTrue(acknowledged.size() > 10);
        Map<String, JsonNode> stored = new HashMap<>();
        long seq = 0;
        JsonNode page;
        String after = "";
        do {
            page = alice.get("/rooms/" + room(alice) + "/changes?after=" + (after.isEmpty() ? "0" : after))
                    .expect(200)
                    .json();
            for (JsonNode message : page.get("messages")) {
                seq++;
                assertEquals(seq, message.get("seq").asLong(), "no gap");
                stored.put(message.get("client_id").asText(), message);
            }
            after = page.get("rev").asText();
        } while (page.get("has_more").booleanValue());
        acknowledged.forEach((clientId, message) -> assertEquals(message, stored.get(clientId)));
    }

    private static long room(Person person) {
        return person.get("/rooms").json().at("/rooms/0/id").asLong();
    }
}
