package faults.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A client that follows the contract. It sends unacknowledged messages again under the same client id, orders messages
 * by {@code seq} and changes by {@code rev}, and fetches missing changes. It also records what the server acknowledged.
 * A thread of its own connects, catches up and sends. Any thread may call the public methods.
 */
public final class ChatClient implements Link.Receiver, AutoCloseable {
    private static final int RECONNECT_MS = 20;
    private static final int CLOSE_MS = 15_000;

    private record Frame(String event, Map<String, ?> data) {}

    private final Api api;
    private final Account account;
    private final Behaviour behaviour;
    private final Rooms list;
    private final Thread thread;

    private final Map<Long, RoomModel> rooms = new TreeMap<>();
    private final Map<String, Unsent> outbox = new LinkedHashMap<>();
    private final Deque<String> toSend = new ArrayDeque<>();
    private final Deque<Frame> bestEffort = new ArrayDeque<>();
    private final Set<Long> behindRooms = new LinkedHashSet<>();
    private final Map<String, Promise> promises = new LinkedHashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private long nextNumber;
    private int pages;

    /** Null while the client is not connected. */
    private Link link;

    private boolean away;
    private boolean isCaughtUp;
    private boolean isClosed;

    public ChatClient(Api api, Account account, Behaviour behaviour) {
        this.api = api;
        this.account = account;
        this.behaviour = behaviour;
        list = new Rooms(api, account);
        thread = new Thread(this::run, "client " + account.username());
        thread.setDaemon(true);
    }

    public ChatClient start() {
        thread.start();
        return this;
    }

    public Account account() {
        return account;
    }

    private void run() {
        while (awaitTurn()) {
            try {
                work(connected());
            } catch (IOException e) {
                disconnect();
                pause();
            }
        }
        disconnect();
    }

    /** Waits while the client is away; returns false once it is closed. */
    private synchronized boolean awaitTurn() {
        while (away && !isClosed) {
            awaitChange(0);
        }
        return !isClosed;
    }

    /** Connects before it reads, so that no change is missed. A change in between may arrive twice. */
    private Link connected() throws IOException {
        synchronized (this) {
            if (link != null) {
                return link;
            }
        }
        Link opened = Link.open(api, account, this);
        use(opened);
        if (behaviour != Behaviour.NO_CATCH_UP) {
            for (JsonNode room : list.list()) {
                catchUp(room.get("id").asLong());
            }
        }
        return opened;
    }

    private synchronized void use(Link opened) {
        link = opened;
        if (behaviour == Behaviour.FRESH_IDS) {
            List<Unsent> all = List.copyOf(outbox.values());
            outbox.clear();
            all.stream()
                    .map(unsent -> unsent.wasSent() ? unsent.under(nextClientId()) : unsent)
                    .forEach(unsent -> outbox.put(unsent.clientId(), unsent));
        }
        toSend.clear();
        toSend.addAll(outbox.keySet());
    }

    private void catchUp(long roomId) throws IOException {
        JsonNode changes;
        do {
            changes = api.get(account, "/rooms/" + roomId + "/changes?after=" + revOf(roomId));
            apply(roomId, changes);
        } while (changes.get("has_more").asBoolean());
    }

    private synchronized long revOf(long roomId) {
        return room(roomId).rev();
    }

    private synchronized void apply(long roomId, JsonNode changes) {
        room(roomId).add(changes);
        pages++;
    }

    private void work(Link current) throws IOException {
        for (long roomId : takeBehindRooms()) {
            catchUp(roomId);
        }
        for (Frame frame = nextFrame(); frame != null; frame = nextFrame()) {
            current.send(frame.event(), frame.data());
        }
        synchronized (this) {
            isCaughtUp = true;
            notifyAll();
            while (link == current
                    && !away
                    && !isClosed
                    && toSend.isEmpty()
                    && bestEffort.isEmpty()
                    && behindRooms.isEmpty()) {
                awaitChange(0);
            }
            if (link != current || away) {
                throw new IOException("Disconnected");
            }
            isCaughtUp = behindRooms.isEmpty();
        }
    }

    private synchronized Set<Long> takeBehindRooms() {
        Set<Long> taken = Set.copyOf(behindRooms);
        behindRooms.clear();
        return taken;
    }

    private synchronized Frame nextFrame() {
        while (!toSend.isEmpty()) {
            Unsent next = outbox.computeIfPresent(toSend.poll(), (id, unsent) -> unsent.sent());
            if (next != null) {
                if (behaviour == Behaviour.ACK_ON_SEND) {
                    outbox.remove(next.clientId());
                    promises.put(next.clientId(), new Promise(next.clientId(), next.content(), null));
                }
                return message(next.clientId(), next.to(), next.content());
            }
        }
        return bestEffort.poll();
    }

    private static Frame message(String clientId, Address to, String content) {
        return new Frame(
                "send_message", Map.of(to.field(), to.id(), "message_content", content, "client_id", clientId));
    }

    private synchronized void disconnect() {
        if (link != null) {
            link.abort();
            link = null;
        }
        isCaughtUp = false;
        bestEffort.clear();
        notifyAll();
    }

    private synchronized void pause() {
        if (!isClosed) {
            awaitChange(RECONNECT_MS);
        }
    }

    @Override
    public synchronized void event(String name, JsonNode data) {
        switch (name) {
            case "message_sent" -> acknowledge(data.get("client_id").asText(), Message.of(data.get("message")));
            case "new_message" -> apply(Message.of(data.get("message")));
            case "messages_read" -> applyMark(data);
            case "error" -> refused(data);
            default -> {} // does not affect the model
        }
        notifyAll();
    }

    private void acknowledge(String clientId, Message message) {
        Unsent unsent = outbox.remove(clientId);
        Promise promise = promises.get(clientId);
        if (promise == null && unsent != null) {
            promise = new Promise(clientId, unsent.content(), message);
            promises.put(clientId, promise);
        }
        if (promise == null || promise.contradicts(message)) {
            contradictions.add(account.username() + " was promised " + promise + ", then received " + message);
        }
        apply(message);
    }

    private void apply(Message message) {
        RoomModel room = room(message.roomId());
        if (!room.add(message) && behaviour != Behaviour.NO_CATCH_UP) {
            behindRooms.add(message.roomId());
        }
        if (message.senderId() == account.id()) {
            room.readUpTo(message.seq());
        }
    }

    private void applyMark(JsonNode data) {
        RoomModel room = room(data.get("room_id").asLong());
        if (data.path("user_id").asLong() == account.id()) {
            room.readUpTo(data.get("seq").asLong());
        } else {
            room.othersReadUpTo(data.get("seq").asLong());
        }
    }

    /** After {@code busy} the message goes out again with the next connection. No other error is expected. */
    private void refused(JsonNode error) {
        if (!error.path("code").asText().equals("busy")) {
            contradictions.add(account.username() + " was refused: " + error);
        }
    }

    private RoomModel room(long roomId) {
        return rooms.computeIfAbsent(roomId, id -> new RoomModel());
    }

    @Override
    public synchronized void closed(Link closed) {
        if (closed == link) {
            link = null;
            isCaughtUp = false;
            notifyAll();
        }
    }

    /** Sends a message as soon as possible, and again with each connection until it is acknowledged. */
    public synchronized void say(Address to, String content) {
        Unsent unsent = new Unsent(nextClientId(), to, content, false);
        outbox.put(unsent.clientId(), unsent);
        toSend.add(unsent.clientId());
        notifyAll();
    }

    private String nextClientId() {
        return account.username() + "-" + ++nextNumber;
    }

    /** Sends an acknowledged message again, as a client does that lost the acknowledgement. */
    public synchronized void repeat(Promise promise, Address to) {
        Frame again = message(promise.clientId(), to, promise.content());
        tell(again.event(), again.data());
    }

    /** Sends an event that may get lost. */
    public synchronized void tell(String event, Map<String, ?> data) {
        bestEffort.add(new Frame(event, data));
        notifyAll();
    }

    /** Drops its own connection, and connects again at once. */
    public synchronized void cut() {
        if (link != null) {
            link.abort();
            closed(link);
        }
    }

    /** Disconnects until {@link #comeBack}. */
    public synchronized void goAway() {
        away = true;
        notifyAll();
    }

    public synchronized void comeBack() {
        away = false;
        notifyAll();
    }

    public synchronized int unacknowledged() {
        return outbox.size();
    }

    /** The promises so far, in their order. */
    public synchronized Collection<Promise> promises() {
        return List.copyOf(promises.values());
    }

    /** The events that contradict earlier ones or the contract. */
    public synchronized List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    /** The number of pages of changes that it has fetched. */
    public synchronized int pages() {
        return pages;
    }

    public synchronized long lastSeq(long roomId) {
        return room(roomId).lastSeq();
    }

    /** All messages that it knows. */
    public synchronized List<Message> messages() {
        return rooms.values().stream()
                .flatMap(room -> room.messages().values().stream())
                .toList();
    }

    /** Waits until all is acknowledged and nothing is known to be missing; returns false if that takes too long. */
    public synchronized boolean awaitCalm(int millis) {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (!outbox.isEmpty() || !isCaughtUp || !behindRooms.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            awaitChange(left);
        }
        return true;
    }

    /** Returns after a change, or without one, so callers must check their condition. */
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nothing interrupts a client", e);
        }
    }

    /** The differences between its model and a fresh load. */
    public List<String> differencesFromFreshLoad() throws IOException {
        Map<Long, RoomModel> fresh = list.load();
        synchronized (this) {
            List<String> differences = new ArrayList<>();
            fresh.forEach((id, room) -> room(id).differences(room, account.id()).stream()
                    .map(difference -> account.username() + " in room " + id + " " + difference)
                    .forEach(differences::add));
            return differences;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
