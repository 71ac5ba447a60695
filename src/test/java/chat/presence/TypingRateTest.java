package chat.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Typing is sent at most once in three seconds for each user and room. Time passes only when a test lets it pass. */
class TypingRateTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;
    private long group;

    @BeforeEach
    void register() {
        running.clock().stop();
        alice = running.person("alice");
        bob = running.person("bob");
        group = alice.createGroup("group", bob);
    }

    private void type(TestSocket typist) {
        typist.send("typing", Map.of("room_id", group));
    }

    private void stop(TestSocket typist) {
        typist.send("stop_typing", Map.of("room_id", group));
    }

    /** How often the event has been received after all events of the typist were handled. */
    private static int received(TestSocket typist, TestSocket reader, String event) {
        finish(typist);
        return reader.received(event).size();
    }

    /** Events are handled in order, so all earlier ones are done when the refused one is answered. */
    private static void finish(TestSocket typist) {
        typist.send("typing", Map.of("receiver_id", Integer.MAX_VALUE)).awaitError("not_found");
    }

    @Test
    void manyTypingEventsAreSentOnce() {
        try (TestSocket typist = alice.connect();
                TestSocket other = alice.connect();
                TestSocket reader = bob.connect()) {
            for (int i = 0; i < 50; i++) {
                type(typist);
                type(other);
            }
            finish(other);
            assertEquals(1, received(typist, reader, "typing"));
            running.clock().pass(Duration.ofSeconds(3));
            type(typist);
            type(typist);
            assertEquals(1, received(typist, reader, "typing"), "renewed");
            assertTrue(reader.received("stop_typing").isEmpty());
        }
    }

    @Test
    void aUserWhoStopsAndStartsAgainAtOnceIsTyping() {
        try (TestSocket typist = alice.connect();
                TestSocket reader = bob.connect()) {
            for (int i = 0; i < 50; i++) {
                type(typist);
                stop(typist);
            }
            type(typist);
            finish(typist);
            assertEquals(1, received(typist, reader, "typing"));
            running.clock().pass(Duration.ofSeconds(3));
            reader.await("typing");
        }
    }

    @Test
    void eachRoomIsLimitedSeparately() {
        try (TestSocket typist = alice.connect();
                TestSocket reader = bob.connect()) {
            type(typist);
            typist.send("typing", Map.of("receiver_id", bob.id()));
            assertEquals(2, received(typist, reader, "typing"));
        }
    }

    @Test
    void startingAndStoppingRepeatedlyIsSentOnce() {
        try (TestSocket typist = alice.connect();
                TestSocket reader = bob.connect()) {
            for (int i = 0; i < 50; i++) {
                type(typist);
                stop(typist);
                stop(typist);
            }
            assertEquals(1, received(typist, reader, "typing"));
            assertEquals(1, received(typist, reader, "stop_typing"));
        }
    }

    @Test
    void aDelayedTypingEventIsSentAfterThreeSeconds() {
        try (TestSocket typist = alice.connect();
                TestSocket reader = bob.connect()) {
            type(typist);
            alice.sayInRoom(group, "written");
            reader.await("stop_typing");
            type(typist);
            assertEquals(1, received(typist, reader, "typing"));
            running.clock().pass(Duration.ofSeconds(3));
            reader.await("typing");
            running.clock().pass(Duration.ofSeconds(6));
            reader.await("stop_typing");
        }
    }

    @Test
    void theTypingOfARemovedMemberIsNotSent() {
        try (TestSocket typist = bob.connect();
                TestSocket reader = alice.connect()) {
            type(typist);
            reader.await("typing");
            stop(typist);
            reader.await("stop_typing");
            type(typist); // would be sent after three seconds
            finish(typist);
            alice.delete("/rooms/" + group + "/members/" + bob.id()).expect(204);
            running.clock().pass(Duration.ofSeconds(3));
            type(typist);
            typist.awaitError("not_found");
            assertEquals(0, received(typist, reader, "typing"));
        }
    }
}
