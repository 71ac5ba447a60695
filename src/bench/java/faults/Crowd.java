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

/** Clients that write to each other and to a group of all of them, and sometimes send a message again. */
final class Crowd implements AutoCloseable {
    private static final int SIZE = 6;
    private static final int IN_FLIGHT = 40;
    private static final int MAX_FILLER = 200;
    /** One message in so many goes to the group. */
    private static final int GROUP_SHARE = 3;

    /** After one message in so many, the sender also sends a read mark. */
    private static final int MARK_SHARE = 50;

    private static final int REPEATED_PER_CLIENT = 5;

    private final Random random;
    private final List<ChatClient> clients = new ArrayList<>();
    private final long groupId;
    private long sentCount;

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

    /** Sends messages for that long. {@code rate} is per second, and lower if the server does not keep up. */
    void write(long millis, int rate) {
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long pause = 1_000_000_000L / rate;
        long next = start;
        while (System.nanoTime() < end) {
            ChatClient client = anyone();
            if (client.unacknowledged() < IN_FLIGHT) {
                sendMessage(client);
            }
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void sendMessage(ChatClient client) {
        String content =
                client.account().username() + " says no " + ++sentCount + " " + "x".repeat(random.nextInt(MAX_FILLER));
        client.say(random.nextInt(GROUP_SHARE) == 0 ? Address.room(groupId) : anyoneElse(client), content);
        if (random.nextInt(MARK_SHARE) == 0) {
            client.tell("mark_read", Map.of("room_id", groupId, "seq", client.lastSeq(groupId)));
        }
    }

    private Address anyoneElse(ChatClient client) {
        ChatClient other = anyone();
        while (other == client) {
            other = anyone();
        }
        return Address.user(other.account().id());
    }

    private ChatClient anyone() {
        return clients.get(random.nextInt(clients.size()));
    }

    /** Sends some acknowledged messages again. The server must know their client ids for ever. */
    void repeat() {
        for (ChatClient client : clients) {
            List<Promise> promises = List.copyOf(client.promises());
            for (int i = 0; i < REPEATED_PER_CLIENT && !promises.isEmpty(); i++) {
                Promise promise = promises.get(random.nextInt(promises.size()));
                if (promise.message() != null) {
                    client.repeat(promise, Address.room(promise.message().roomId()));
                }
            }
        }
    }

    /** Waits until all messages are acknowledged; returns false if that takes too long. */
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
