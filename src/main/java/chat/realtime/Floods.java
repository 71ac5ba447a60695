package chat.realtime;

import chat.web.ApiError;
import chat.web.Limit;
import chat.web.RateLimits;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the sockets of users who send frames without end. Messages have a limit of their own; this one also counts
 * pings, and the pieces of a message that never ends. {@link #tick} is called by one thread.
 */
public final class Floods {
    private static final Logger LOG = LoggerFactory.getLogger(Floods.class);
    private static final int FRAMES_A_SECOND = 3_000;

    private final Hub hub;
    private final RateLimits limits;

    public Floods(Hub hub, RateLimits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    /** Called once a second. */
    public void tick() {
        Map<Long, Long> frames = new HashMap<>();
        hub.forEach(connection -> frames.merge(connection.userId(), connection.newFrames(), Long::sum));
        long most = (long) FRAMES_A_SECOND * limits.factor();
        frames.forEach((userId, count) -> {
            if (most > 0 && count > most) {
                hub.of(userId).forEach(connection -> end(connection, limits));
            }
        });
    }

    /** Closes a socket that floods; a user with several such closes waits before the next one opens. */
    static void end(Connection connection, RateLimits limits) {
        LOG.debug("Closing a socket that floods");
        try {
            limits.take(Limit.FLOODS_BY_USER, connection.userId()); // first: who sees the close may come back at once
        } catch (ApiError enough) {
            // The bucket is empty already, which is what shuts the user out.
        }
        connection.close(CloseCode.FLOOD);
    }
}
