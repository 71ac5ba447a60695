package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Rounds;
import faults.check.Findings;
import faults.client.Address;
import faults.client.Behaviour;
import faults.client.ChatClient;
import faults.client.Message;
import faults.client.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State, events and catch-up together equal a fresh load, wherever the connections are cut. */
class CutConnectionsTest {
    private static final int STEPS = Rounds.of(500, 2_000);
    private static final int IN_FLIGHT = 15;
    private static final int PAUSE_MS = 10;

    @TempDir
    Path folder;

    private TestServer server;
    private Clients clients;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        clients = new Clients(server);
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void allClientsConvergeToAFreshLoadAfterCutConnections() throws IOException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        int said = 0;
        try (FaultProxy proxy = new FaultProxy(server.port(), seed)) {
            for (String name : List.of("alice", "bob", "carol", "dave")) {
                clients.add(name, proxy.port(), Behaviour.RIGHT);
            }
            long groupId = clients.createGroup();
            for (int step = 0; step < STEPS; step++) {
                ChatClient client = randomClient(random);
                if (client.unacknowledged() > IN_FLIGHT) {
                    client.awaitCalm(PAUSE_MS);
                }
                switch (random.nextInt(12)) {
                    case 0 -> client.tell("mark_read", Map.of("room_id", groupId, "seq", client.lastSeq(groupId)));
                    case 1 -> client.tell("typing", Map.of("room_id", groupId));
                    case 2 -> retry(client, random);
                    case 3 -> client.cut();
                    default -> client.say(randomAddress(client, groupId, random), content(client, said++));
                }
            }
            proxy.stopFaults();
            Findings findings = clients.check();
            assertTrue(findings.none(), () -> "seed=" + seed + ": " + findings);
            assertEquals(
                    said,
                    clients.all().stream()
                            .mapToInt(each -> each.promises().size())
                            .sum(),
                    "seed=" + seed);
            clients.all().forEach(client -> assertOrdered(client, "seed=" + seed));
        }
    }

    private ChatClient randomClient(Random random) {
        return clients.all().get(random.nextInt(clients.all().size()));
    }

    private Address randomAddress(ChatClient client, long groupId, Random random) {
        ChatClient other = randomClient(random);
        return other == client
                ? Address.room(groupId)
                : Address.user(other.account().id());
    }

    private static void retry(ChatClient client, Random random) {
        List<Promise> promises = List.copyOf(client.promises());
        if (!promises.isEmpty()) {
            Promise promise = promises.get(random.nextInt(promises.size()));
            client.repeat(promise, Address.room(promise.message().roomId()));
        }
    }

    private static String content(ChatClient client, int number) {
        return "%s says %05d".formatted(client.account().username(), number);
    }

    /** Asserts that the messages of each sender in a room are in the order in which they were sent. */
    private static void assertOrdered(ChatClient client, String seed) {
        Message before = null;
        for (Message message : client.messages()) {
            if (message.senderId() == client.account().id()) {
                if (before != null && before.roomId() == message.roomId()) {
                    assertTrue(before.content().compareTo(message.content()) < 0, seed);
                }
                before = message;
            }
        }
    }

    @Test
    void theCheckFindsAClientThatDoesNotCatchUp() throws IOException {
        ChatClient alice = clients.add("alice");
        ChatClient bob = clients.add("bob", server.port(), Behaviour.NO_CATCH_UP);
        Address toBob = Address.user(bob.account().id());
        clients.awaitIdle();
        alice.say(toBob, "Bob is there");
        clients.awaitIdle();
        bob.goAway();
        alice.say(toBob, "Bob is away");
        assertTrue(alice.awaitCalm(10_000));
        bob.comeBack();
        Findings findings = clients.check();
        assertFalse(findings.none());
        assertTrue(findings.toString().contains("Bob is away"), findings::toString);
    }
}
