package chat.realtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The open sockets of each user, on all their devices and tabs. Any thread may call; nothing here blocks except {@link
 * #closeAll}.
 */
public final class Hub {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final ConcurrentHashMap<Long, CopyOnWriteArrayList<Connection>> connections = new ConcurrentHashMap<>();
    private final OutboxCounters counters = new OutboxCounters();
    /** The thread that is running {@link #batch}, or null. */
    private volatile Thread batching;
    /** The sockets that got an event in this batch. */
    private final Set<Connection> batched = new HashSet<>();

    void add(Connection connection) {
        connections.compute(connection.userId(), (id, open) -> {
            CopyOnWriteArrayList<Connection> all = open == null ? new CopyOnWriteArrayList<>() : open;
            all.add(connection);
            return all;
        });
    }

    void remove(Connection connection) {
        connections.computeIfPresent(connection.userId(), (id, open) -> {
            open.remove(connection);
            return open.isEmpty() ? null : open;
        });
        if (connections.isEmpty()) {
            wakeCloser();
        }
    }

    /** Sends an event to every socket of these users, except one (may be null). */
    public void deliver(Collection<Long> userIds, Event event, Connection except) {
        for (long userId : userIds) {
            for (Connection connection : of(userId)) {
                if (connection != except) {
                    deliver(connection, event);
                }
            }
        }
    }

    public void deliver(long userId, Event event) {
        deliver(List.of(userId), event, null);
    }

    public void deliver(Connection connection, Event event) {
        if (batching == Thread.currentThread()) {
            batched.add(connection);
            connection.offerInBatch(event);
        } else {
            connection.offer(event);
        }
    }

    /**
     * Runs work that delivers events, then writes all events of each socket at once. At thousands of messages a second,
     * the writes are most of the cost of a delivery. Only the writer's thread may call this.
     */
    public void batch(Runnable work) {
        batching = Thread.currentThread();
        try {
            work.run();
        } finally {
            batching = null;
            batched.forEach(Connection::endBatch);
            batched.clear();
        }
    }

    /** Closes the sockets of a session that has ended. */
    public void closeSession(long userId, String sessionKey, CloseCode why) {
        for (Connection connection : of(userId)) {
            if (connection.sessionKey().equals(sessionKey)) {
                connection.close(why);
            }
        }
    }

    /** The sessions that have open sockets: their keys, and the user's id for each. */
    public Map<String, Long> sessions() {
        Map<String, Long> sessions = new HashMap<>();
        forEach(connection -> sessions.put(connection.sessionKey(), connection.userId()));
        return sessions;
    }

    List<Connection> of(long userId) {
        CopyOnWriteArrayList<Connection> open = connections.get(userId);
        return open == null ? List.of() : open;
    }

    void forEach(Consumer<Connection> action) {
        connections.values().forEach(open -> open.forEach(action));
    }

    /**
     * Closes every socket because the server stops, and waits briefly for all clients to answer. If a connection is cut
     * while its client is still sending, the client loses what it has not read yet.
     */
    public synchronized void closeAll() {
        forEach(connection -> connection.close(CloseCode.SERVER_STOPS));
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (long left = CLOSE_TIMEOUT.toMillis(); left > 0 && !connections.isEmpty(); ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void wakeCloser() {
        notifyAll();
    }

    public boolean isConnected(long userId) {
        return connections.containsKey(userId);
    }

    public int openSockets() {
        return connections.values().stream().mapToInt(List::size).sum();
    }

    public int connectedUsers() {
        return connections.size();
    }

    OutboxCounters counters() {
        return counters;
    }

    public long droppedEvents() {
        return counters.droppedEvents();
    }

    public long closedAsTooSlow() {
        return counters.socketsTooSlow();
    }
}
