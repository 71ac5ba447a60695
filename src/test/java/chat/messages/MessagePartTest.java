package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A field that a feature adds to messages is present wherever messages are returned. */
class MessagePartTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    private final Shout shout = new Shout();
    private Person alice;
    private Person bob;

    /** Adds the text in capitals if it begins with an exclamation mark. */
    private static final class Shout implements MessagePart {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return "shout";
        }

        @Override
        public Map<Long, ?> of(Handle handle, List<Message> page) {
            calls.incrementAndGet();
            Map<Long, String> values = new HashMap<>();
            for (Message message : page) {
                if (message.messageContent().startsWith("!")) {
                    values.put(message.id(), message.messageContent().toUpperCase());
                }
            }
            return values;
        }

        @Override
        public Object defaultValue() {
            return "quiet";
        }
    }

    @BeforeEach
    void register() {
        running.get().messages().add(shout);
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private static void assertLoud(JsonNode message) {
        assertEquals("!HEY", message.path("shout").asText(), () -> message.toString());
        assertEquals("!hey", message.path("message_content").asText());
    }

    @Test
    void thePartIsInEveryEvent() {
        try (TestSocket toBob = bob.connect();
                TestSocket socket = alice.connect()) {
            socket.say(bob, "!hey", "c-1");
            JsonNode sent = socket.await("message_sent").get("message");
            assertLoud(sent);
            assertLoud(toBob.await("new_message").get("message"));
            socket.say(bob, "!hey", "c-1");
            assertLoud(socket.await("message_sent").get("message"));
            assertLoud(alice.send(bob, "!hey", "c-1").expect(200).json().get("message"));
            running.get().messages().change(alice.id(), sent.get("id").asLong(), (handle, message, rev) -> {});
            assertLoud(toBob.await("message_changed").get("message"));
        }
    }

    @Test
    void thePartIsInHistoryListsAndExport() {
        long room = alice.say(bob, "!hey").get("room_id").asLong();
        assertLoud(bob.messagesWith(alice).get(0));
        assertLoud(bob.messagesIn(room).get(0));
        assertLoud(bob.get("/rooms/" + room + "/changes?after=0")
                .expect(200)
                .json()
                .at("/messages/0"));
        assertLoud(bob.get("/rooms").expect(200).json().at("/rooms/0/last_message"));
        assertLoud(bob.room(room).get("last_message"));
        assertLoud(bob.get("/users?ids=" + alice.id()).expect(200).json().at("/users/0/last_message"));
        assertLoud(bob.get("/settings/export").expect(200).json().at("/rooms/0/messages/0"));
    }

    @Test
    void aMessageWithoutAValueHasTheDefault() {
        alice.say(bob, "hello");
        assertEquals("quiet", bob.messagesWith(alice).get(0).get("shout").asText());
    }

    @Test
    void thePartsOfAPageAreFetchedAtOnce() {
        for (int i = 0; i < 10; i++) {
            alice.say(bob, "!hey");
        }
        int before = shout.calls.get();
        assertEquals(10, bob.messagesWith(alice).size());
        assertEquals(before + 1, shout.calls.get());
    }
}
