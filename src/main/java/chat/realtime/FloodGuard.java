package chat.realtime;

import chat.web.ApiError;
import chat.web.Limit;
import chat.web.RateLimits;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the sockets of users who send frames without end. Messages have their own limit. This one also counts pings,
 * and the fragments of a message that never ends. One thread calls {@link #tick}.
 */
public final class FloodGuard {
    private static final Logger LOG = LoggerFactory.getLogger(FloodGuard.class);
    private static final int MAX_FRAMES_PER_SECOND = 3_000;

    private final Hub hub;
    private final RateLimits limits;

    public FloodGuard(Hub hub, RateLimits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    /** Call once a second. */
    public void tick() {
        Map<Long, Long> frames = new HashMap<>();
        hub.forEach(connection -> frames.merge(connection.userId(), connection.newFrames(), Long::sum));
        long most = (long) MAX_FRAMES_PER_SECOND * limits.factor();
        frames.forEach((userId, count) -> {
            if (most > 0 && count > most) {
                hub.of(userId).forEach(connection -> end(connection, limits));
            }
        });
    }

    /** Closes a flooding socket. After several such closes the user has to wait before opening a new one. */
    static void end(Connection connection, RateLimits limits) {
        LOG.debug("Closing a socket that floods");
        try {
            limits.take(
                    Limit.FLOODS_BY_USER,
                    connection.userId()); // first, because a client that sees the close may reconnect at once
        } catch (ApiError enough) {
            // The bucket is already empty, so the user stays locked out.
        }
        connection.close(CloseCode.FLOOD);
    }
}
