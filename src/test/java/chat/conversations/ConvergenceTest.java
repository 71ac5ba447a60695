package chat.conversations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.Rounds;
import chat.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** State and events together equal a fresh load, whatever the users do. */
class ConvergenceTest {
    private static final int ROUNDS = Rounds.of(4, 40);
    private static final int STEPS = 60;

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private int sent;

    @Test
    void stateAndEventsEqualAFreshLoad() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Long.getLong("seed", 1) + round;
            try {
                runRound(new Random(seed), 2 + round % 3);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("With -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void runRound(Random random, int people) {
        List<ModelClient> clients = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            clients.add(new ModelClient(running.person("p" + i)));
        }
        List<Long> groups = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            act(random, clients, groups);
            if (random.nextInt(4) == 0) {
                clients.get(random.nextInt(people)).applyEvents();
            }
        }
        for (ModelClient client : clients) {
            if (client.socket() == null) {
                client.connect();
            }
        }
        for (ModelClient client : clients) {
            await().untilAsserted(() -> {
                client.applyEvents();
                assertEquals(
                        describe(client.fresh()),
                        describe(client.shown()),
                        client.person().username());
            });
            client.disconnect();
        }
    }

    private static String describe(Map<Long, String> rooms) {
        return String.join("\n", rooms.values());
    }

    private void act(Random random, List<ModelClient> clients, List<Long> groups) {
        ModelClient client = clients.get(random.nextInt(clients.size()));
        Person person = client.person();
        Person other = clients.get(random.nextInt(clients.size())).person();
        switch (random.nextInt(12)) {
            case 0 -> groups.add(person.createGroup("group " + groups.size(), other));
            case 1 -> {
                if (client.socket() == null) {
                    client.connect();
                } else {
                    client.applyEvents();
                    client.disconnect();
                }
            }
            case 2, 3, 4 -> {
                if (other != person) {
                    if (client.socket() != null && random.nextBoolean()) {
                        client.socket().say(other, "direct " + sent, "c-" + sent++);
                    } else {
                        person.say(other, "direct " + sent++);
                    }
                }
            }
            default -> actInRoom(random, client, other);
        }
    }

    private void actInRoom(Random random, ModelClient client, Person other) {
        Person person = client.person();
        JsonNode rooms = person.get("/rooms").expect(200).json().get("rooms");
        if (rooms.isEmpty()) {
            return;
        }
        JsonNode room = rooms.get(random.nextInt(rooms.size()));
        long id = room.get("id").asLong();
        boolean group = room.get("kind").asText().equals("group");
        switch (random.nextInt(7)) {
            case 0, 1 -> person.sayInRoom(id, "in room " + sent++);
            case 2, 3 -> {
                if (client.socket() != null) {
                    long seq = random.nextLong(room.get("last_seq").asLong() + 2);
                    client.socket().send("mark_read", Map.of("room_id", id, "seq", seq));
                }
            }
            case 4, 5 -> {
                if (group) {
                    person.post("/rooms/" + id + "/members", Map.of("user_ids", List.of(other.id())))
                            .expect(200);
                }
            }
            default -> {
                if (group) {
                    person.delete("/rooms/" + id + "/members/" + other.id()); // refused unless the person is the owner
                }
            }
        }
    }
}
