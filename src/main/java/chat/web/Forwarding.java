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
 * Makes each request tell the client's address and whether it came over HTTPS, so that nothing after it need know of
 * proxies. Jetty's own {@code ForwardedRequestCustomizer} believes everybody, and the left end of the list.
 */
public final class Forwarding implements HttpConfiguration.Customizer {
    private final TrustedProxies proxies;
    private final String addressHeader;
    private final boolean alwaysSecure;

    /**
     * @param addressHeader in which the proxies say for whom they ask: one address, or several with commas between
     * @param alwaysSecure whether people reach this over HTTPS, whatever a proxy tells
     */
    public Forwarding(TrustedProxies proxies, String addressHeader, boolean alwaysSecure) {
        this.proxies = proxies;
        this.addressHeader = addressHeader;
        this.alwaysSecure = alwaysSecure;
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

    /** Of several values the last is what the peer itself says; those before it, whoever asked the peer. */
    boolean isSecure(Request request) {
        List<String> protocols = values(request, HttpHeader.X_FORWARDED_PROTO.asString());
        boolean forwarded = !protocols.isEmpty()
                && protocols.get(protocols.size() - 1).equalsIgnoreCase("https")
                && proxies.trusts(ClientAddress.of(peer(request).getAddress()));
        return alwaysSecure || forwarded || request.isSecure();
    }

    /** The port is not the client's, but nobody asks for it. */
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
