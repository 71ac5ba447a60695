package chat.web;

import chat.web.Budgets.Lease;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds the HTTP connections of each address, and keeps those of proxies longer. A listener of Jetty's connector. */
final class HeldConnections implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(HeldConnections.class);

    /**
     * A proxy that keeps a connection longer than the server sends requests into one that is just being closed. Google's
     * load balancers keep them for ten minutes, the longest among those that are known.
     */
    private static final Duration PROXY_IDLE = Duration.ofSeconds(620);

    private final Budgets budgets;
    private final TrustedProxies proxies;
    private final Map<Connection, Lease> leases = new ConcurrentHashMap<>();

    HeldConnections(Budgets budgets, TrustedProxies proxies) {
        this.budgets = budgets;
        this.proxies = proxies;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof HttpConnection)
                || !(connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress peer)) {
            return;
        }
        ClientAddress address = ClientAddress.of(peer.getAddress());
        if (proxies.trusts(address)) {
            connection.getEndPoint().setIdleTimeout(PROXY_IDLE.toMillis());
            return;
        }
        try {
            leases.put(connection, budgets.take(Budget.CONNECTIONS, address.network(), null, 1));
        } catch (ApiError refusal) {
            LOG.debug("Cutting a connection: its address has too many");
            connection.getEndPoint().close();
        }
    }

    /** Also when a connection becomes a WebSocket's, which has a budget of its own. */
    @Override
    public void onClosed(Connection connection) {
        Lease lease = leases.remove(connection);
        if (lease != null) {
            lease.close();
        }
    }
}
