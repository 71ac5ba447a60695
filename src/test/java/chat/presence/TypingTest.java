package chat.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TypingTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private void assertTyping(JsonNode event, Person who, Long room) {
        assertEquals(who.id(), event.get("user_id").asLong());
        assertTrue(event.has("room_id"));
        if (room == null) {
            assertTrue(event.get("room_id").isNull(), event::toString);
        } else {
            assertEquals(room, event.get("room_id").asLong());
        }
    }

    @Test
    void theOtherUserReceivesTyping() {
        long room = alice.say(bob, "hi").get("room_id").asLong();
        try (TestSocket typist = alice.connect();
                TestSocket typistsOther = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toBobsOther = bob.connect()) {
            typist.send("typing", Map.of("room_id", room));
            assertTyping(toBob.await("typing"), alice, room);
            assertTyping(toBobsOther.await("typing"), alice, room);
            typist.send("stop_typing", Map.of("receiver_id", bob.id()));
            assertTyping(toBob.await("stop_typing"), alice, room);
            assertTrue(typistsOther.received().isEmpty(), "only the other members receive it");
        }
    }

    @Test
    void beforeTheFirstMessageTheEventHasNoRoom() {
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            assertTyping(toBob.await("typing"), alice, null);
            typist.send("stop_typing", Map.of("receiver_id", bob.id()));
            assertTyping(toBob.await("stop_typing"), alice, null);
        }
        assertEquals(0, alice.get("/rooms").json().get("rooms").size(), "typing creates no room");
    }

    @Test
    void typingExpiresAfterSixSeconds() {
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            running.clock().pass(Duration.ofSeconds(6));
            assertTyping(toBob.await("stop_typing"), alice, null);
        }
    }

    @Test
    void typingExpiresAlthoughTheClockIsSetBack() {
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            running.clock().setBack(Duration.ofHours(1));
            running.clock().pass(Duration.ofSeconds(6));
            assertTyping(toBob.await("stop_typing"), alice, null);
        }
    }

    @Test
    void deletedAccountsDoNotDelayTheExpiryOfOthers() {
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            for (int i = 0; i < 30; i++) {
                Person leaving = running.person("leaving");
                typist.send("typing", Map.of("receiver_id", leaving.id()));
                typist.send("ping", Map.of()).await("pong");
                leaving.form("/settings/delete", Map.of("password", Person.PASSWORD))
                        .expect(303);
            }
            typist.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            running.clock().pass(Duration.ofSeconds(6));
            // If each deleted account took its own tick, this would take almost half a minute.
            assertTyping(toBob.await("stop_typing"), alice, null);
        }
    }

    @Test
    void renewedTypingExpiresLater() {
        Person carol = running.person("carol");
        try (TestSocket typist = alice.connect();
                TestSocket other = carol.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            other.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            toBob.await("typing");
            running.clock().pass(Duration.ofSeconds(4));
            typist.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            running.clock().pass(Duration.ofSeconds(2));
            assertTyping(toBob.await("stop_typing"), carol, null);
            assertTrue(toBob.received("stop_typing").isEmpty(), "alice is still typing");
        }
    }

    @Test
    void typingExpiresWhenItsSocketDies() {
        try (TestSocket toBob = bob.connect()) {
            try (TestSocket typist = alice.connect()) {
                typist.send("typing", Map.of("receiver_id", bob.id()));
                toBob.await("typing");
            }
            running.clock().pass(Duration.ofSeconds(6));
            assertTyping(toBob.await("stop_typing"), alice, null);
        }
    }

    @Test
    void aMessageEndsTyping() {
        long room = alice.say(bob, "hi").get("room_id").asLong();
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
            typist.say(bob, "written", "c-1");
            assertTyping(toBob.await("stop_typing"), alice, room);
            running.clock().pass(Duration.ofSeconds(7));
            bob.say(alice, "time passes");
            typist.await("new_message");
            assertTrue(toBob.received("stop_typing").isEmpty(), "once");
        }
    }

    @Test
    void theFirstMessageEndsTyping() {
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            typist.send("typing", Map.of("receiver_id", bob.id()));
            assertTyping(toBob.await("typing"), alice, null);
            alice.say(bob, "written");
            assertEquals(alice.id(), toBob.await("stop_typing").get("user_id").asLong());
        }
    }

    @Test
    void inAGroupAllOtherMembersReceiveTyping() {
        Person carol = running.person("carol");
        Person stranger = running.person("stranger");
        long group = alice.createGroup("group", bob, carol);
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect();
                TestSocket toStranger = stranger.connect()) {
            typist.send("typing", Map.of("room_id", group));
            for (TestSocket socket : List.of(toBob, toCarol)) {
                assertTyping(socket.await("typing"), alice, group);
            }
            assertTrue(typist.received("typing").isEmpty());
            assertTrue(toStranger.received().isEmpty());
        }
    }

    @Test
    void aUserWhoMayNotWriteMayNotType() {
        long room = bob.say(running.person("carol"), "private").get("room_id").asLong();
        try (TestSocket socket = alice.connect()) {
            for (String event : List.of("typing", "stop_typing")) {
                socket.send(event, Map.of("room_id", room)).awaitError("not_found");
                socket.send(event, Map.of("receiver_id", 9_999_999)).awaitError("not_found");
                socket.send(event, Map.of("receiver_id", alice.id())).awaitError("bad_request");
                socket.send(event, Map.of()).awaitError("bad_request");
                socket.send(event, Map.of("receiver_id", String.valueOf(bob.id())))
                        .awaitError("bad_request");
                socket.send(event, Map.of("receiver_id", bob.id(), "room_id", room))
                        .awaitError("bad_request");
            }
        }
    }

    @Test
    void stoppingWithoutTypingIsNotSent() {
        try (TestSocket socket = alice.connect();
                TestSocket toBob = bob.connect()) {
            socket.send("stop_typing", Map.of("receiver_id", bob.id()));
            assertFalse(socket.received("error").size() > 0);
            assertTrue(toBob.received().isEmpty());
            socket.send("typing", Map.of("receiver_id", bob.id()));
            toBob.await("typing");
        }
    }
}
