package chat.realtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The sockets that are open, by user id: all of a user's devices and tabs. Any thread may call; nothing here blocks but
 * {@link #closeAll}.
 */
public final class Hub {
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final ConcurrentHashMap<Long, CopyOnWriteArrayList<Connection>> connections = new ConcurrentHashMap<>();
    /** The thread that works in {@link #together}, and the sockets it has offered something. */
    private volatile Thread gathering;

    private final List<Connection> gathered = new ArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();

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

    /** Offers an event to every socket of these users, except one (or null). */
    public void deliver(Collection<Long> userIds, Event event, Connection except) {
        for (long userId : userIds) {
            for (Connection connection : of(userId)) {
                if (connection != except) {
                    connection.offer(event);
                }
            }
        }
    }

    public void deliver(long userId, Event event) {
        deliver(List.of(userId), event, null);
    }

    /** Closes what was opened with a session that has ended. */
    public void closeSession(long userId, String sessionKey) {
        for (Connection connection : of(userId)) {
            if (connection.sessionKey().equals(sessionKey)) {
                connection.close(CloseCode.SESSION_ENDED);
            }
        }
    }

    /** The sessions that sockets are open with, each with its user's id. */
    public Map<String, Long> sessions() {
        Map<String, Long> sessions = new HashMap<>();
        forEach(connection -> sessions.put(connection.sessionKey(), connection.userId()));
        return sessions;
    }

    /**
     * Runs work whose events go out at its end, all of a socket's in one write: at thousands of messages a second,
     * writes are most of what a delivery costs. For one thread, the writer's.
     */
    public void together(Runnable work) {
        gathering = Thread.currentThread();
        try {
            work.run();
        } finally {
            gathering = null;
            gathered.forEach(Connection::flushGathered);
            gathered.clear();
        }
    }

    /** Whether this thread's events go out later, together; then that socket will be flushed. */
    boolean gathers(Connection connection) {
        if (gathering != Thread.currentThread()) {
            return false;
        }
        gathered.add(connection);
        return true;
    }

    List<Connection> of(long userId) {
        CopyOnWriteArrayList<Connection> open = connections.get(userId);
        return open == null ? List.of() : open;
    }

    void forEach(Consumer<Connection> action) {
        connections.values().forEach(open -> open.forEach(action));
    }

    /**
     * Tells every socket that the server stops, and waits a moment until all have answered: a line that is cut while
     * its client still sends takes with it what the client has not read yet.
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

    void countDropped() {
        dropped.increment();
    }

    /** How many fleeting events slow sockets did not get. */
    public long droppedEvents() {
        return dropped.sum();
    }

    void countTooSlow() {
        tooSlow.increment();
    }

    /** How many sockets were closed since they read too slowly. */
    public long closedAsTooSlow() {
        return tooSlow.sum();
    }
}
