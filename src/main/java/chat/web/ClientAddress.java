package chat.web;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.HostName;
import inet.ipaddr.HostNameParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import io.javalin.http.Context;
import java.net.InetAddress;

/** Where a request comes from: the client's own address, also behind the proxies that are trusted. */
public record ClientAddress(IPAddress address) {
    private static final int CUSTOMER_PREFIX = 64;

    /** An address as digits, perhaps with a port: no name to look up, no range, none of the C library's spellings. */
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

    /** An IPv4 address that is written as an IPv6 one is the same address; a link-local one is known here without its link. */
    public ClientAddress {
        if (address.isIPv6()) {
            address = address.toIPv6().isIPv4Mapped()
                    ? address.toIPv6().getEmbeddedIPv4Address()
                    : address.toIPv6().removeZone();
        }
    }

    /** The client's, whatever proxies stand between; {@link Forwarding} has seen to it. */
    public static ClientAddress of(Context ctx) {
        return parse(ctx.ip());
    }

    static ClientAddress of(InetAddress address) {
        return new ClientAddress(new IPAddressGenerator().from(address));
    }

    /** The address that a text names in digits; null where it does not. */
    public static ClientAddress parse(String text) {
        IPAddress address = new HostName(text, DIGITS).asAddress();
        return address == null ? null : new ClientAddress(address);
    }

    InetAddress toInetAddress() {
        return address.toInetAddress();
    }

    /** Whether it is of the server's own computer. */
    public boolean isLoopback() {
        return address.isLoopback();
    }

    /** Whether it means something within one network only. */
    public boolean isLocal() {
        return address.isLocal();
    }

    /** What limits count by: an IPv6 customer has a whole /64 to choose from. */
    public String network() {
        return address.isIPv6() ? address.toPrefixBlock(CUSTOMER_PREFIX).toCanonicalString() : toString();
    }

    /** As people write it. */
    @Override
    public String toString() {
        return address.toCanonicalString();
    }
}
