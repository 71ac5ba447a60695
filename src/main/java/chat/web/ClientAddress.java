package chat.web;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.HostName;
import inet.ipaddr.HostNameParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import io.javalin.http.Context;
import java.net.InetAddress;

/** The client's own address, even behind trusted proxies. */
public record ClientAddress(IPAddress address) {
    private static final int CUSTOMER_PREFIX = 64;

    /** An address in digits, possibly with a port. No host name, no range, and none of the C library's spellings. */
    private static final HostNameParameters DIGITS = new HostNameParameters.Builder()
            .allowEmpty(false)
            .allowService(false)
            .allowBracketedIPv4(false)
            .getAddressOptionsBuilder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .allow_inet_aton(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv6AddressParametersBuilder()
            .allowBase85(false)
            .allowZone(false)
            .getParentBuilder()
            .getParentBuilder()
            .toParams();

    /** An IPv4 address written as IPv6 is the same address. The zone of a link-local address is dropped. */
    public ClientAddress {
        if (address.isIPv6()) {
            address = address.toIPv6().isIPv4Mapped()
                    ? address.toIPv6().getEmbeddedIPv4Address()
                    : address.toIPv6().removeZone();
        }
    }

    /** The client's address. {@link Forwarding} has already looked behind the proxies. */
    public static ClientAddress of(Context ctx) {
        return parse(ctx.ip());
    }

    static ClientAddress of(InetAddress address) {
        return new ClientAddress(new IPAddressGenerator().from(address));
    }

    /** Parses an address written in digits; null if it is not one. */
    public static ClientAddress parse(String text) {
        IPAddress address = new HostName(text, DIGITS).asAddress();
        return address == null ? null : new ClientAddress(address);
    }

    InetAddress toInetAddress() {
        return address.toInetAddress();
    }

    /** Whether it belongs to the server's own machine. */
    public boolean isLoopback() {
        return address.isLoopback();
    }

    /** Whether it is only valid within one network. */
    public boolean isLocal() {
        return address.isLocal();
    }

    /** The key that limits count by. An IPv6 customer can choose any address in a whole /64. */
    public String network() {
        return address.isIPv6() ? address.toPrefixBlock(CUSTOMER_PREFIX).toCanonicalString() : toString();
    }

    @Override
    public String toString() {
        return address.toCanonicalString();
    }
}
