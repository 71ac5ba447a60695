package chat.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.Stored;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PresenceTest {
    private static final Duration ALMOST = Duration.ofMinutes(5).minusSeconds(20);
    private static final Duration LAPSE = Duration.ofMinutes(5).plusSeconds(1);

    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private boolean online(Person seen) {
        return alice.sees(seen).get("online").booleanValue();
    }

    private void assertActive(Runnable action) {
        running.clock().pass(LAPSE);
        assertFalse(online(bob));
        action.run();
        await().until(() -> online(bob));
    }

    private void assertNotActive(Runnable action) {
        running.clock().pass(LAPSE);
        action.run();
        assertFalse(online(bob));
    }

    @Test
    void onlineMeansActiveWithinFiveMinutes() {
        assertTrue(online(bob), "registering is a form");
        running.clock().pass(ALMOST);
        assertTrue(online(bob));
        running.clock().pass(Duration.ofSeconds(21));
        assertFalse(online(bob));
    }

    @Test
    void whoLeftIsOfflineAfterFiveMinutesAlthoughTheClockIsSetBack() {
        running.clock().stop();
        assertTrue(online(bob));
        running.clock().setBack(Duration.ofHours(1));
        assertTrue(online(bob));
        running.clock().pass(LAPSE);
        assertFalse(online(bob));
    }

    @Test
    void aTimeAheadOfNowCountsAsNow() {
        running.clock().stop();
        running.clock().setBack(Duration.ofHours(1));
        assertFalse(lastSeen(bob).isAfter(running.clock().instant()));
        running.get().restart();
        assertFalse(lastSeen(bob).isAfter(running.clock().instant()));
        running.clock().pass(LAPSE);
        assertFalse(online(bob), "also over a restart");
        bob.get("/chat").expect(200);
        running.clock().pass(Duration.ofMinutes(2));
        await().until(() -> stored(bob) < running.clock().millis());
    }

    private Instant lastSeen(Person seen) {
        return Instant.parse(alice.sees(seen).get("last_seen").asText());
    }

    @Test
    void headOfTheChatIsNoActivity() {
        assertNotActive(() -> bob.fetch("HEAD", "/chat", null).expect(200));
    }

    @Test
    void pagesFormsSendsTypingAndActiveCount() {
        long room = alice.say(bob, "hi").get("room_id").asLong();
        assertActive(() -> bob.get("/chat").expect(200));
        assertActive(() -> bob.login(bob.username()));
        assertActive(() -> bob.say(alice, "over http"));
        try (TestSocket socket = bob.connect()) {
            assertActive(() -> socket.say(alice, "over the socket", "c-1").await("message_sent"));
            assertActive(() -> socket.send("typing", Map.of("room_id", room)));
            assertActive(() -> socket.send("active", Map.of()));
        }
    }

    @Test
    void whatASocketDoesByItselfCountsNot() {
        long room = alice.say(bob, "hi").get("room_id").asLong();
        assertNotActive(() -> {
            try (TestSocket socket = bob.connect()) {
                socket.send("ping", Map.of()).await("pong");
                socket.send("mark_read", Map.of("room_id", room, "seq", 1)).await("messages_read");
                socket.send("watch", Map.of("user_ids", List.of(alice.id()))).await("presence");
                socket.send("nonsense", Map.of()).await("error");
            }
        });
        assertNotActive(() -> {
            bob.get("/users").expect(200);
            bob.get("/rooms").expect(200);
            bob.messagesWith(alice);
            bob.get("/online_users").expect(200);
        });
    }

    /** Has a tick see these people online: what changes then is a change for those who watch. */
    private void seenByATick(Person... people) {
        running.clock().pass(Duration.ofSeconds(61)); // so that the tick writes it, which can be seen
        for (Person person : people) {
            long before = stored(person);
            person.get("/chat").expect(200);
            await().until(() -> stored(person) > before);
        }
    }

    private static JsonNode stateOf(Person person, JsonNode presence) {
        for (JsonNode user : presence.get("users")) {
            if (user.get("user_id").asLong() == person.id()) {
                return user;
            }
        }
        return null;
    }

    @Test
    void watchingTellsTheStateAtOnceAndThenEachChange() {
        seenByATick(bob);
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id(), alice.id(), 9_999_999)));
            JsonNode state = socket.await("presence");
            assertEquals(2, state.get("users").size());
            assertTrue(stateOf(bob, state).get("online").booleanValue());
            assertTrue(stateOf(bob, state).get("last_seen").asText().endsWith("Z"));

            running.clock().pass(LAPSE);
            JsonNode gone = socket.await("presence", data -> stateOf(bob, data) != null);
            assertFalse(stateOf(bob, gone).get("online").booleanValue());
            socket.soFar();

            bob.get("/chat").expect(200);
            JsonNode back = socket.await("presence", data -> stateOf(bob, data) != null);
            assertTrue(stateOf(bob, back).get("online").booleanValue());
        }
    }

    @Test
    void onlyWhoWatchesIsTold() {
        Person carol = running.person("carol");
        seenByATick(bob);
        try (TestSocket watcher = alice.connect();
                TestSocket other = carol.connect()) {
            watcher.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            other.send("watch", Map.of("user_ids", List.of(alice.id()))).await("presence");
            running.clock().pass(LAPSE);
            alice.get("/chat").expect(200);
            assertFalse(stateOf(bob, watcher.await("presence")).get("online").booleanValue());
            assertTrue(other.soFar("presence").stream().allMatch(told -> stateOf(bob, told) == null));
        }
    }

    @Test
    void aNewWatchReplacesTheLast() {
        Person carol = running.person("carol");
        seenByATick(bob, carol);
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            socket.send("watch", Map.of("user_ids", List.of(carol.id()))).await("presence");
            running.clock().pass(LAPSE);
            JsonNode told = socket.await("presence", data -> stateOf(carol, data) != null);
            assertEquals(1, told.get("users").size());
            assertFalse(online(bob), "bob went as well");
            assertTrue(socket.soFar("presence").stream().allMatch(data -> stateOf(bob, data) == null));
        }
    }

    @Test
    void watchingNobodyIsToldNothing() {
        seenByATick(bob);
        try (TestSocket socket = alice.connect();
                TestSocket other = alice.connect()) {
            for (TestSocket each : List.of(socket, other)) {
                each.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            }
            socket.send("watch", Map.of("user_ids", List.of()));
            assertTrue(socket.soFar("presence").isEmpty());
            running.clock().pass(LAPSE);
            other.await("presence");
            assertTrue(socket.soFar("presence").isEmpty());
        }
    }

    @Test
    void fiveHundredMayBeWatched() {
        List<Long> many = LongStream.rangeClosed(1, 500).boxed().toList();
        List<Long> tooMany = LongStream.rangeClosed(1, 501).boxed().toList();
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", tooMany)).awaitError("bad_request");
            assertEquals(
                    2,
                    socket.send("watch", Map.of("user_ids", many))
                            .await("presence")
                            .get("users")
                            .size());
            for (Object ids : new Object[] {1, "1", List.of("1"), List.of(0), List.of(-1), List.of(1.5), Map.of()}) {
                socket.send("watch", Map.of("user_ids", ids)).awaitError("bad_request");
            }
            socket.send("watch", Map.of()).awaitError("bad_request");
        }
    }

    private long stored(Person person) {
        return Stored.number(running.get(), "SELECT last_seen FROM users WHERE id = " + person.id());
    }

    @Test
    void lastSeenIsWrittenAtMostOnceAMinute() {
        long atFirst = stored(bob);
        running.clock().pass(Duration.ofSeconds(61));
        bob.get("/chat").expect(200);
        await().until(() -> stored(bob) > atFirst);
        long second = stored(bob);
        try (TestSocket socket = bob.connect();
                TestSocket watcher = alice.connect()) {
            for (int i = 0; i < 5; i++) {
                running.clock().pass(Duration.ofSeconds(5));
                socket.send("active", Map.of()).send("ping", Map.of()).await("pong");
            }
            assertEquals(second, stored(bob));
            running.clock().pass(Duration.ofSeconds(40));
            await().until(() -> stored(bob) > second);
            watcher.send("ping", Map.of()).await("pong");
        }
        assertTrue(alice.sees(bob).get("online").booleanValue());
    }

    @Test
    void typingAndBeingActiveWriteNothing() {
        bob.say(alice, "hi");
        running.person("writer");
        try (TestSocket socket = bob.connect();
                TestSocket toAlice = alice.connect()) {
            long before = Stored.number(running.get(), "PRAGMA data_version");
            long seen = stored(bob);
            for (int i = 0; i < 50; i++) {
                socket.send("typing", Map.of("receiver_id", alice.id())).send("active", Map.of());
            }
            socket.send("stop_typing", Map.of("receiver_id", alice.id()));
            toAlice.await("stop_typing");
            assertEquals(seen, stored(bob));
            assertEquals(before, Stored.number(running.get(), "PRAGMA data_version"));
        }
    }

    @Test
    void whoWasOnlineIsSoAfterARestart() {
        running.clock().pass(LAPSE);
        bob.get("/chat").expect(200);
        running.get().restart();
        assertTrue(online(bob));
        assertFalse(online(alice));
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            running.clock().pass(LAPSE);
            assertFalse(stateOf(bob, socket.await("presence")).get("online").booleanValue(), "and goes as any");
        }
    }
}
