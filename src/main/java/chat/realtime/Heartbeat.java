package chat.realtime;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings every socket, and cuts those that stay silent. Javalin does not pass pongs to its handlers (no report found as
 * of 2026-11), so this class counts complete frames on Jetty's connection. A client that only dribbles bytes counts as
 * silent. Counting frames can go when Javalin passes pongs on. A listener of Jetty's connector. One thread calls {@link
 * #beat}.
 */
public final class Heartbeat implements Connection.Listener {
    private static final int SILENT_BEATS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private record Activity(long framesIn, int silentBeats) {}

    private final Hub hub;
    private final Map<Connection, Activity> upgraded = new ConcurrentHashMap<>();

    public Heartbeat(Hub hub) {
        this.hub = hub;
    }

    /** HTTP connections have their own time-out. This class watches what they were upgraded to. */
    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof HttpConnection)) {
            upgraded.put(connection, new Activity(0, 0));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        upgraded.remove(connection);
    }

    public void beat() {
        Set.copyOf(upgraded.keySet()).forEach(this::check);
        hub.forEach(chat.realtime.Connection::ping);
    }

    private void check(Connection connection) {
        long framesIn = connection.getMessagesIn();
        Activity now = upgraded.computeIfPresent(
                connection,
                (same, before) -> new Activity(framesIn, framesIn == before.framesIn() ? before.silentBeats() + 1 : 0));
        if (now != null && now.silentBeats() > SILENT_BEATS) {
            LOG.debug("Cutting a silent socket");
            connection.getEndPoint().close();
        }
    }
}
