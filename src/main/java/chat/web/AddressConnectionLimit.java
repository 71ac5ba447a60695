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

/**
 * Limits the HTTP connections of each address, and keeps those of proxies open for longer. A listener of Jetty's
 * connector.
 *
 * <p>Jetty's own <a href="https://github.com/jetty/jetty.project/pull/1745">{@code ConnectionLimit}</a> only counts all
 * connections together. No report found as of 2026-11 that asks for a limit per address. The counting can go when
 * Jetty has one.
 */
final class AddressConnectionLimit implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(AddressConnectionLimit.class);

    /**
     * Longer than any known proxy keeps an idle connection; Google's load balancers keep them for ten minutes. If the
     * server closed first, a proxy could send a request into a connection that is just being closed.
     */
    private static final Duration PROXY_IDLE = Duration.ofSeconds(620);

    private final Budgets budgets;
    private final TrustedProxies proxies;
    private final Map<Connection, Lease> leases = new ConcurrentHashMap<>();

    AddressConnectionLimit(Budgets budgets, TrustedProxies proxies) {
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

    /** Also called when a connection becomes a WebSocket, which has its own budget. */
    @Override
    public void onClosed(Connection connection) {
        Lease lease = leases.remove(connection);
        if (lease != null) {
            lease.close();
        }
    }
}
