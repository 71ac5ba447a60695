package chat.realtime;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings every socket, and cuts those that answer nothing: pongs do not reach Javalin's handlers, so what counts is
 * whether any whole frame came in between two beats; one that dribbles is silence. A listener of Jetty's connector; {@link #beat} is called by one thread.
 */
public final class Heartbeat implements Connection.Listener {
    private static final int SILENT_BEATS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private record Seen(long framesIn, int silentBeats) {}

    private final Hub hub;
    private final Map<Connection, Seen> upgraded = new ConcurrentHashMap<>();

    public Heartbeat(Hub hub) {
        this.hub = hub;
    }

    /** HTTP connections have a time-out of their own; what they were upgraded to is watched here. */
    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof HttpConnection)) {
            upgraded.put(connection, new Seen(0, 0));
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
        Seen now = upgraded.computeIfPresent(
                connection,
                (same, before) -> new Seen(framesIn, framesIn == before.framesIn() ? before.silentBeats() + 1 : 0));
        if (now != null && now.silentBeats() > SILENT_BEATS) {
            LOG.debug("Cutting a silent socket");
            connection.getEndPoint().close();
        }
    }
}
