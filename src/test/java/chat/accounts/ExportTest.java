package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExportTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    @Test
    void theExportHoldsExactlyWhatTheUserMayRead() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        Person carol = running.person("carol");
        bob.say(alice, "Hello <b>\u2028 \uD83D\uDE80");
        bob.say(carol, "Not for alice");
        long group = carol.createGroup("Sailing", alice);
        long left = carol.createGroup("Left", alice);
        carol.sayInRoom(left, "Before you left");
        alice.delete("/rooms/" + left + "/members/" + alice.id()).expect(204);
        // More than one page of each kind.
        List<String> texts = IntStream.rangeClosed(1, 450)
                .mapToObj(number -> "message " + number)
                .toList();
        try (TestSocket socket = carol.connect()) {
            for (String text : texts) {
                socket.sayInRoom(group, text, text.replace(' ', '-'));
            }
            socket.await("message_sent", sent -> sent.get("client_id").asText().equals("message-450"));
        }

        Answer answer = alice.get("/settings/export").expect(200);
        assertEquals("no-store", answer.header("Cache-Control"));
        assertTrue(
                answer.header("Content-Disposition")
                        .matches("attachment; filename=\"chat-" + alice.username() + "-[0-9-]{10}\\.json\""),
                answer.header("Content-Disposition"));
        JsonNode file = answer.json();
        assertEquals(alice.username(), file.at("/profile/username").asText());
        assertTrue(file.at("/profile/created_at").asText().endsWith("Z"));
        assertEquals(1, file.get("sessions").size());
        assertTrue(file.at("/sessions/0/this_device").asBoolean());
        assertEquals("127.0.0.1", file.at("/sessions/0/address").asText());
        assertFalse(answer.body().contains(alice.sessionToken()));
        assertFalse(file.toString().matches(".*[0-9a-f]{64}.*"), "no hash of a token or password");
        assertEquals(2, file.get("rooms").size());
        JsonNode direct = file.at("/rooms/0");
        assertEquals(bob.username(), direct.at("/room/name").asText());
        assertEquals(
                "Hello <b>\u2028 \uD83D\uDE80",
                direct.at("/messages/0/message_content").asText());
        assertEquals(bob.username(), direct.at("/messages/0/sender").asText());
        JsonNode sailing = file.at("/rooms/1");
        assertEquals("Sailing", sailing.at("/room/name").asText());
        assertEquals(2, sailing.get("members").size());
        assertEquals(texts, sailing.get("messages").findValuesAsText("message_content"));
    }

    @Test
    void visitorsHaveNoExport() {
        Answer answer = running.visitor().get("/settings/export").expect(303);
        assertEquals("/login", answer.header("Location"));
    }
}
