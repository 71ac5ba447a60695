package chat.web;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.stream.Stream;

/** The networks of the proxies that are trusted to name the client. */
public record TrustedProxies(List<IPAddress> networks) {
    /** Loopback, private and link-local networks, and those that carriers and container platforms use internally. */
    private static final List<String> PRIVATE = List.of(
            "127.0.0.0/8",
            "::1",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "fc00::/7",
            "fe80::/10");

    /**
     * @param text addresses and CIDRs separated by commas; {@code private} stands for the private networks
     * @throws IllegalArgumentException if a part is none of these
     */
    public static TrustedProxies of(String text) {
        if (text.isBlank()) {
            return new TrustedProxies(List.of());
        }
        return new TrustedProxies(Stream.of(text.split(",", -1))
                .map(String::strip)
                .flatMap(part -> part.equalsIgnoreCase("private") ? PRIVATE.stream() : Stream.of(part))
                .map(TrustedProxies::network)
                .toList());
    }

    private static IPAddress network(String text) {
        boolean isAddress = ClientAddress.parse(text.split("/", 2)[0]) != null;
        IPAddress network = isAddress ? new IPAddressString(text).getAddress() : null;
        if (network == null) {
            throw new IllegalArgumentException("\"" + text + "\" is neither an address nor a CIDR");
        }
        return network.toPrefixBlock();
    }

    boolean trusts(ClientAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address.address()));
    }

    /**
     * Finds the client behind a trusted peer. Each proxy appends the address that called it. The list is therefore read
     * from its right end, up to the first hop that no trusted proxy vouches for. The client may have made up everything
     * to the left of that.
     *
     * @param hops from {@code X-Forwarded-For} or its replacement, in order
     */
    ClientAddress client(ClientAddress peer, List<String> hops) {
        ClientAddress client = peer;
        for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
            ClientAddress hop = ClientAddress.parse(hops.get(i));
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client;
    }
}
