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
 * The open sockets by user id: all of a user's devices and tabs. Any thread may call; nothing here blocks but
 * {@link #closeAll}.
 */
public final class Hub {
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final ConcurrentHashMap<Long, CopyOnWriteArrayList<Connection>> connections = new ConcurrentHashMap<>();
    private final OutboxCounters counters = new OutboxCounters();
    /** The thread that runs {@link #batch}, or null. */
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

    /** Sends an event to every socket of these users, except one (or null). */
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
     * Runs work that delivers events, and writes all of a socket's events at its end in one go. At thousands of messages
     * a second, writes are most of what a delivery costs. For one thread, the writer's.
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
    public void closeSession(long userId, String sessionKey) {
        for (Connection connection : of(userId)) {
            if (connection.sessionKey().equals(sessionKey)) {
                connection.close(CloseCode.SESSION_ENDED);
            }
        }
    }

    /** The keys of the sessions that have open sockets, with the user's id. */
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
     * Tells every socket that the server stops, and waits a moment until all have answered. Cutting a connection while
     * its client still sends would lose what the client has not read yet.
     */
    public synchronized void closeAll() {
        forEach(connection -> connection.close(CloseCode.SERVER_STOPS));
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        try {
            for (long left = GOODBYE.toMillis(); left > 0 && !connections.isEmpty(); ) {
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

    /** How many events slow readers did not get. */
    public long droppedEvents() {
        return counters.droppedEvents();
    }

    /** How many sockets were closed because they read too slowly. */
    public long closedAsTooSlow() {
        return counters.socketsTooSlow();
    }
}
