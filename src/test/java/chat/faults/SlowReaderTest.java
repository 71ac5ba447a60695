package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import faults.check.Findings;
import faults.client.Address;
import faults.client.ChatClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member of a group has a second device that does not read. All other clients read everything. */
class SlowReaderTest {
    private static final String LARGE = "€".repeat(3_900);
    private static final int IN_FLIGHT = 50;
    /** 12 MB for each client, which is more than the outbox and the socket buffers of any system hold. */
    private static final int FLOOD = 1_000;
    /** The numbers of messages that fill the outbox of 1 MB, half of it, and more than all of it. */
    private static final int OUTBOX = 88;

    private static final int HALF_OUTBOX = 44;
    private static final int OVER_OUTBOX = 180;

    private static final int TOO_SLOW = 1013;

    @TempDir
    Path folder;

    private TestServer server;
    private Clients clients;
    private ChatClient alice;
    private ChatClient bob;
    private long groupId;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder);
        clients = new Clients(server);
        alice = clients.add("alice");
        bob = clients.add("bob");
        clients.add("carol");
        groupId = clients.createGroup();
        clients.awaitIdle();
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void aSlowReaderLosesTypingEventsThenIsClosedWhileOthersMissNothing() throws IOException {
        int fits;
        try (MuteReader slow = connect()) {
            flood(0, FLOOD);
            fits = messages(slow.until(event -> false));
            assertTrue(fits > 0 && fits < FLOOD, "It received " + fits + " of " + FLOOD);
            if (slow.closeCode() == TOO_SLOW) {
                fits -= OUTBOX; // it came in time to be given the outbox as well, and else was cut off
            }
        }
        try (MuteReader slow = connect()) {
            slow.send("{\"event\": \"watch\", \"data\": {\"user_ids\": [%d]}}"
                    .formatted(alice.account().id()));
            slow.until(SlowReaderTest::isPresence);
            int more = fits + HALF_OUTBOX;
            flood(FLOOD, FLOOD + more);
            alice.tell("typing", Map.of("room_id", groupId));
            flood(FLOOD + more, FLOOD + more + 1);
            List<JsonNode> read = slow.until(event -> content(event).startsWith(FLOOD + more + " "));
            assertEquals(more + 1, messages(read), "messages are kept");
            assertTrue(read.stream().noneMatch(SlowReaderTest::isTyping), "typing is dropped");
            assertTrue(
                    slow.until(SlowReaderTest::isPresence).stream().anyMatch(SlowReaderTest::isPresence),
                    "the presence that it watches is sent again");
            // The first typing event may still be in effect, and is not repeated so soon.
            alice.tell("stop_typing", Map.of("room_id", groupId));
            alice.tell("typing", Map.of("room_id", groupId));
            assertFalse(slow.until(SlowReaderTest::isTyping).isEmpty(), "it has caught up");
        }
        try (MuteReader slow = connect()) {
            int said = 3 * FLOOD;
            flood(said, said + fits + OVER_OUTBOX);
            slow.until(event -> false);
            assertEquals(TOO_SLOW, slow.closeCode(), "a client that reads in time gets the close code");
        }
        Findings findings = clients.check();
        assertTrue(findings.none(), findings::toString);
    }

    private MuteReader connect() throws IOException {
        return new MuteReader(server.port(), bob.account().cookie());
    }

    private void flood(int from, int to) {
        for (int said = from; said < to; said += IN_FLIGHT) {
            for (int i = said; i < Math.min(to, said + IN_FLIGHT); i++) {
                alice.say(Address.room(groupId), i + " " + LARGE);
            }
            assertTrue(alice.awaitCalm(20_000));
        }
    }

    private static int messages(List<JsonNode> events) {
        return (int) events.stream().filter(event -> !content(event).isEmpty()).count();
    }

    private static String content(JsonNode event) {
        return event.at("/data/message/message_content").asText();
    }

    private static boolean isPresence(JsonNode event) {
        return event.get("event").asText().equals("presence");
    }

    private static boolean isTyping(JsonNode event) {
        return event.get("event").asText().equals("typing");
    }
}
