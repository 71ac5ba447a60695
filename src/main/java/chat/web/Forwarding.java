package chat.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Gives each request the client's address and whether it came over HTTPS, so that no later code has to know about
 * proxies.
 *
 * <p>Jetty's own {@code ForwardedRequestCustomizer} trusts every peer and the left end of the list, which the client
 * can make up. See <a href="https://github.com/jetty/jetty.project/issues/844">jetty#844</a>. This class can go when
 * Jetty's takes a list of trusted proxies.
 */
public final class Forwarding implements HttpConfiguration.Customizer {
    private final TrustedProxies proxies;
    private final String addressHeader;
    private final boolean alwaysSecure;

    /**
     * @param addressHeader the header in which the proxies name the client: one address, or several separated by commas
     * @param alwaysSecure whether people always use HTTPS, whatever the proxies say
     */
    public Forwarding(TrustedProxies proxies, String addressHeader, boolean alwaysSecure) {
        this.proxies = proxies;
        this.addressHeader = addressHeader;
        this.alwaysSecure = alwaysSecure;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        boolean secure = isSecure(request);
        InetSocketAddress client = client(request);
        ConnectionMetaData connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
                return client;
            }

            @Override
            public boolean isSecure() {
                return secure;
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return connection;
            }

            @Override
            public boolean isSecure() {
                return secure;
            }
        };
    }

    /** The last of several values comes from the peer itself. The earlier ones come from whoever called the peer. */
    boolean isSecure(Request request) {
        List<String> protocols = values(request, HttpHeader.X_FORWARDED_PROTO.asString());
        boolean forwarded = !protocols.isEmpty()
                && protocols.get(protocols.size() - 1).equalsIgnoreCase("https")
                && proxies.trusts(ClientAddress.of(peer(request).getAddress()));
        return alwaysSecure || forwarded || request.isSecure();
    }

    /** The port is the proxy's, not the client's. Nothing uses it. */
    private InetSocketAddress client(Request request) {
        InetSocketAddress peer = peer(request);
        List<String> hops = values(request, addressHeader);
        ClientAddress client = proxies.client(ClientAddress.of(peer.getAddress()), hops);
        return new InetSocketAddress(client.toInetAddress(), peer.getPort());
    }

    private static InetSocketAddress peer(Request request) {
        return (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
    }

    private static List<String> values(Request request, String header) {
        return request.getHeaders().getValuesList(header).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
