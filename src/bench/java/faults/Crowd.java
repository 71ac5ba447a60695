package faults;

import faults.client.Account;
import faults.client.Address;
import faults.client.Api;
import faults.client.Behaviour;
import faults.client.ChatClient;
import faults.client.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Some clients that write to each other and to a group of all of them, now and then the same once more. */
final class Crowd implements AutoCloseable {
    private static final int SIZE = 6;
    private static final int IN_FLIGHT = 40;
    private static final int FILLER = 200;
    /** One in so many. */
    private static final int TO_THE_GROUP = 3;

    private static final int MARKS_READ = 50;
    private static final int REPEATED_AFTER_A_DISASTER = 5;

    private final Random random;
    private final List<ChatClient> clients = new ArrayList<>();
    private final long groupId;
    private long said;

    Crowd(Api api, Behaviour behaviour, Random random) throws IOException {
        this.random = random;
        for (int i = 0; i < SIZE; i++) {
            clients.add(new ChatClient(api, api.register("user-" + i), behaviour));
        }
        Account owner = clients.get(0).account();
        List<Long> ids = clients.stream().map(client -> client.account().id()).toList();
        groupId = api.post(owner, "/rooms", Map.of("name", "All", "user_ids", ids))
                .at("/room/id")
                .asLong();
        clients.forEach(ChatClient::start);
    }

    List<ChatClient> clients() {
        return clients;
    }

    /** Writes for so long, at that rate where the server keeps up with it. */
    void write(long millis, int rate) {
        long begun = System.nanoTime();
        long end = begun + millis * 1_000_000;
        long pause = 1_000_000_000L / rate;
        long next = begun;
        while (System.nanoTime() < end) {
            ChatClient client = anyone();
            if (client.unacknowledged() < IN_FLIGHT) {
                say(client);
            }
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void say(ChatClient client) {
        String content = client.account().username() + " says no " + ++said + " " + "x".repeat(random.nextInt(FILLER));
        client.say(random.nextInt(TO_THE_GROUP) == 0 ? Address.room(groupId) : somebodyElse(client), content);
        if (random.nextInt(MARKS_READ) == 0) {
            client.tell("mark_read", Map.of("room_id", groupId, "seq", client.lastSeq(groupId)));
        }
    }

    private Address somebodyElse(ChatClient client) {
        ChatClient other = anyone();
        while (other == client) {
            other = anyone();
        }
        return Address.user(other.account().id());
    }

    private ChatClient anyone() {
        return clients.get(random.nextInt(clients.size()));
    }

    /** Sends again what was acknowledged before: it is known for ever. Where to, the room of the message says. */
    void repeat() {
        for (ChatClient client : clients) {
            List<Promise> promises = List.copyOf(client.promises());
            for (int i = 0; i < REPEATED_AFTER_A_DISASTER && !promises.isEmpty(); i++) {
                Promise promise = promises.get(random.nextInt(promises.size()));
                if (promise.message() != null) {
                    client.repeat(promise, Address.room(promise.message().roomId()));
                }
            }
        }
    }

    /** Waits until all that was said is acknowledged; false when that takes too long. */
    boolean awaitCalm(int millis) {
        return clients.stream().allMatch(client -> client.awaitCalm(millis));
    }

    int unacknowledged() {
        return clients.stream().mapToInt(ChatClient::unacknowledged).sum();
    }

    int promises() {
        return clients.stream().mapToInt(client -> client.promises().size()).sum();
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
    }
}
