package chat.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PresenceTest {
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5).minusSeconds(20);
    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(5).plusSeconds(1);

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
        return alice.listedUser(seen).get("online").booleanValue();
    }

    private void assertActive(Runnable action) {
        running.clock().pass(AFTER_EXPIRY);
        assertFalse(online(bob));
        action.run();
        await().until(() -> online(bob));
    }

    private void assertNotActive(Runnable action) {
        running.clock().pass(AFTER_EXPIRY);
        action.run();
        assertFalse(online(bob));
    }

    @Test
    void onlineMeansActiveWithinFiveMinutes() {
        assertTrue(online(bob), "registering is an activity");
        running.clock().pass(BEFORE_EXPIRY);
        assertTrue(online(bob));
        running.clock().pass(Duration.ofSeconds(21));
        assertFalse(online(bob));
    }

    @Test
    void aUserIsOfflineAfterFiveMinutesAlthoughTheClockIsSetBack() {
        running.clock().stop();
        assertTrue(online(bob));
        running.clock().setBack(Duration.ofHours(1));
        assertTrue(online(bob));
        running.clock().pass(AFTER_EXPIRY);
        assertFalse(online(bob));
    }

    @Test
    void aTimeAheadOfNowCountsAsNow() {
        running.clock().stop();
        running.clock().setBack(Duration.ofHours(1));
        assertFalse(lastSeen(bob).isAfter(running.clock().instant()));
        running.get().restart();
        assertFalse(lastSeen(bob).isAfter(running.clock().instant()));
        running.clock().pass(AFTER_EXPIRY);
        assertFalse(online(bob), "also after a restart");
        bob.get("/chat").expect(200);
        running.clock().pass(Duration.ofMinutes(2));
        await().until(() -> stored(bob) < running.clock().millis());
    }

    private Instant lastSeen(Person seen) {
        return Instant.parse(alice.listedUser(seen).get("last_seen").asText());
    }

    @Test
    void aHeadRequestIsNoActivity() {
        assertNotActive(() -> bob.fetch("HEAD", "/chat", null).expect(200));
        assertNotActive(() -> bob.fetch("HEAD", "/settings", null).expect(200));
    }

    @Test
    void pagesFormsSendsTypingAndActiveAreActivity() {
        long room = alice.say(bob, "hi").get("room_id").asLong();
        assertActive(() -> bob.get("/chat").expect(200));
        assertActive(() -> bob.get("/settings").expect(200));
        assertActive(() -> bob.form("/settings/sessions/end_others", Map.of()));
        assertActive(() -> bob.login(bob.username()));
        assertActive(() -> bob.say(alice, "over http"));
        try (TestSocket socket = bob.connect()) {
            assertActive(() -> socket.say(alice, "over the socket", "c-1").await("message_sent"));
            assertActive(() -> socket.send("typing", Map.of("room_id", room)));
            assertActive(() -> socket.send("active", Map.of()));
        }
    }

    @Test
    void automaticSocketEventsAreNoActivity() {
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

    /** Lets a tick see these people online, so that their next change is sent to watchers. */
    private void letTickSeeOnline(Person... people) {
        running.clock().pass(Duration.ofSeconds(61)); // so that the tick writes last_seen, which the test can see
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
    void watchingSendsTheStateAtOnceAndThenEachChange() {
        letTickSeeOnline(bob);
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id(), alice.id(), 9_999_999)));
            JsonNode state = socket.await("presence");
            assertEquals(2, state.get("users").size());
            assertTrue(stateOf(bob, state).get("online").booleanValue());
            assertTrue(stateOf(bob, state).get("last_seen").asText().endsWith("Z"));

            running.clock().pass(AFTER_EXPIRY);
            JsonNode gone = socket.await("presence", data -> stateOf(bob, data) != null);
            assertFalse(stateOf(bob, gone).get("online").booleanValue());
            socket.received();

            bob.get("/chat").expect(200);
            JsonNode back = socket.await("presence", data -> stateOf(bob, data) != null);
            assertTrue(stateOf(bob, back).get("online").booleanValue());
        }
    }

    @Test
    void onlyWatchersAreNotified() {
        Person carol = running.person("carol");
        letTickSeeOnline(bob);
        try (TestSocket watcher = alice.connect();
                TestSocket other = carol.connect()) {
            watcher.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            other.send("watch", Map.of("user_ids", List.of(alice.id()))).await("presence");
            running.clock().pass(AFTER_EXPIRY);
            alice.get("/chat").expect(200);
            assertFalse(stateOf(bob, watcher.await("presence")).get("online").booleanValue());
            assertTrue(other.received("presence").stream().allMatch(event -> stateOf(bob, event) == null));
        }
    }

    @Test
    void aNewWatchReplacesTheLast() {
        Person carol = running.person("carol");
        letTickSeeOnline(bob, carol);
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            socket.send("watch", Map.of("user_ids", List.of(carol.id()))).await("presence");
            running.clock().pass(AFTER_EXPIRY);
            JsonNode event = socket.await("presence", data -> stateOf(carol, data) != null);
            assertEquals(1, event.get("users").size());
            assertFalse(online(bob), "bob is offline as well");
            assertTrue(socket.received("presence").stream().allMatch(data -> stateOf(bob, data) == null));
        }
    }

    @Test
    void watchingNobodySendsNothing() {
        letTickSeeOnline(bob);
        try (TestSocket socket = alice.connect();
                TestSocket other = alice.connect()) {
            for (TestSocket each : List.of(socket, other)) {
                each.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            }
            socket.send("watch", Map.of("user_ids", List.of()));
            assertTrue(socket.received("presence").isEmpty());
            running.clock().pass(AFTER_EXPIRY);
            other.await("presence");
            assertTrue(socket.received("presence").isEmpty());
        }
    }

    @Test
    void atMostFiveHundredUsersAreWatched() {
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
        return StoredRows.number(running.get(), "SELECT last_seen FROM users WHERE id = " + person.id());
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
        assertTrue(alice.listedUser(bob).get("online").booleanValue());
    }

    @Test
    @Tag("sqlite")
    void typingAndBeingActiveWriteNothing() {
        bob.say(alice, "hi");
        running.person("writer");
        try (TestSocket socket = bob.connect();
                TestSocket toAlice = alice.connect()) {
            long before = StoredRows.number(running.get(), "PRAGMA data_version");
            long seen = stored(bob);
            for (int i = 0; i < 50; i++) {
                socket.send("typing", Map.of("receiver_id", alice.id())).send("active", Map.of());
            }
            socket.send("stop_typing", Map.of("receiver_id", alice.id()));
            toAlice.await("stop_typing");
            assertEquals(seen, stored(bob));
            assertEquals(before, StoredRows.number(running.get(), "PRAGMA data_version"));
        }
    }

    @Test
    void usersAreStillOnlineAfterARestart() {
        running.clock().pass(AFTER_EXPIRY);
        bob.get("/chat").expect(200);
        running.get().restart();
        assertTrue(online(bob));
        assertFalse(online(alice));
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id()))).await("presence");
            running.clock().pass(AFTER_EXPIRY);
            assertFalse(
                    stateOf(bob, socket.await("presence")).get("online").booleanValue(), "and goes offline as usual");
        }
    }
}
