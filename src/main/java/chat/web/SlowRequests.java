package chat.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts HTTP connections that send their request head too slowly, and those that read their answer so slowly that it
 * would never end. A listener of Jetty's connector. One thread calls {@link #tick}.
 *
 * <p>Jetty's minimum data rates apply neither to headers nor to the client's reading. See <a
 * href="https://github.com/jetty/jetty.project/issues/1973">jetty#1973</a> and <a
 * href="https://github.com/jetty/jetty.project/issues/4014">jetty#4014</a>. This class can go when they do.
 */
public final class SlowRequests implements Connection.Listener {
    private static final Set<HttpParser.State> HEAD = EnumSet.range(HttpParser.State.START, HttpParser.State.HEADER);
    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);

    /** The state of a connection when it last made enough progress: reading a head, or anything after the head. */
    private record Phase(boolean head, long requests, long bytes, long since) {}

    private final Deadlines deadlines;
    private final Map<HttpConnection, Phase> phases = new ConcurrentHashMap<>();

    public SlowRequests(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            phases.put(http, new Phase(true, 0, 0, NanoTime.now()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        phases.remove(connection);
    }

    public void tick() {
        phases.forEach(this::check);
        phases.keySet().forEach(this::checkWrite);
    }

    /**
     * A client that reads nothing blocks the thread that writes to it. Only the endpoint knows for how long. The
     * connection counts the bytes of whole writes, whether or not the client has taken them.
     */
    private void checkWrite(HttpConnection connection) {
        if (connection.getEndPoint() instanceof AbstractEndPoint endPoint
                && endPoint.getWriteFlusher().isPending()
                && endPoint.getIdleFor() > deadlines.write().toMillis()) {
            LOG.debug("Cutting a connection that reads nothing");
            endPoint.close();
        }
    }

    private void check(HttpConnection connection, Phase phase) {
        HttpParser.State state = connection.getParser().getState();
        long bytes = connection.getBytesIn() + connection.getBytesOut();
        Phase now = new Phase(HEAD.contains(state), connection.getMessagesIn(), bytes, NanoTime.now());
        boolean waits = state == HttpParser.State.START && bytes == phase.bytes();
        if (waits || now.head() != phase.head() || now.requests() != phase.requests()) {
            phases.replace(connection, now);
        } else if (hasExpired(phase)) {
            if (phase.head() || isTooSlow(phase, now)) {
                LOG.debug("Cutting a slow request");
                connection.getEndPoint().close();
            } else {
                phases.replace(connection, now);
            }
        }
    }

    private boolean hasExpired(Phase phase) {
        Duration deadline = phase.head() ? deadlines.head() : deadlines.exchange();
        return NanoTime.millisSince(phase.since()) > deadline.toMillis();
    }

    private static boolean isTooSlow(Phase before, Phase now) {
        long seconds = NanoTime.secondsSince(before.since());
        return now.bytes() - before.bytes() < seconds * Deadlines.MIN_BYTES_PER_SECOND;
    }
}
