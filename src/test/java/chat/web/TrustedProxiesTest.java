package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static String client(String trusted, String peer, String forwardedFor) {
        List<String> hops =
                Stream.of(forwardedFor.split(",", -1)).map(String::strip).toList();
        return TrustedProxies.of(trusted)
                .client(ClientAddress.parse(peer), hops)
                .toString();
    }

    @Test
    void anUntrustedPeerIsTheClient() {
        assertEquals("198.51.100.7", client("", "198.51.100.7", "1.1.1.1"));
        assertEquals("10.0.0.1", client("", "10.0.0.1", "1.1.1.1"));
        assertEquals("198.51.100.7", client("private", "198.51.100.7", "10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                      | 203.0.113.9",
                "1.1.1.1, 203.0.113.9             | 203.0.113.9",
                "1.1.1.1, 203.0.113.9, 10.1.2.3   | 203.0.113.9",
                "10.9.9.9, 203.0.113.9            | 203.0.113.9",
                "192.168.1.4, 10.1.2.3            | 192.168.1.4",
                "203.0.113.9:4711                 | 203.0.113.9",
                "2001:db8::7                      | 2001:db8::7",
                "[2001:db8::7]                    | 2001:db8::7",
                "[2001:db8::7]:4711               | 2001:db8::7",
                "2001:DB8:0:0:0:0:0:7             | 2001:db8::7",
                "::ffff:203.0.113.9               | 203.0.113.9",
                "203.0.113.9, ::ffff:10.1.2.3     | 203.0.113.9"
            })
    void theClientIsTheRightmostUntrustedHop(String forwardedFor, String client) {
        assertEquals(client, client("private", "127.0.0.1", forwardedFor));
        assertEquals(client, client("private", "::1", forwardedFor));
        assertEquals(client, client("private", "::ffff:172.16.0.1", forwardedFor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "_hidden",
                "localhost",
                "example.org",
                "1.2.3",
                "1",
                "16909060",
                "0x7f000001",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.*",
                "1-5.2.3.4",
                "*",
                "1.2.3.4/8",
                "::1/64",
                "fe80::1%eth0",
                "[::1",
                "for=1.2.3.4",
                "1.2.3.4:99999999",
                "1.2.3.4:http",
                "\"",
                "é",
                "1.2.3.4;",
                "::ffff:1.2.3"
            })
    void anInvalidHopEndsTheSearchAtTheLastValidOne(String nonsense) {
        assertEquals("127.0.0.1", client("private", "127.0.0.1", nonsense));
        assertEquals("10.1.2.3", client("private", "127.0.0.1", "203.0.113.9, " + nonsense + ", 10.1.2.3"));
        assertEquals("203.0.113.9", client("private", "127.0.0.1", nonsense + ", 203.0.113.9, 10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "::1",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "169.254.1.1",
                "169.254.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "fc00::1",
                "fd00::1",
                "fe80::1",
                "febf::1",
                "::ffff:10.0.0.1"
            })
    void privateAddressesAreRecognised(String address) {
        assertTrue(TrustedProxies.of("private").trusts(ClientAddress.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "126.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.169.0.0",
                "169.255.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "2001:db8::1",
                "fbff::1",
                "fe00::1",
                "fe7f::1",
                "fec0::1",
                "::",
                "::2",
                "8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void publicAddressesAreNotPrivate(String address) {
        assertFalse(TrustedProxies.of("private").trusts(ClientAddress.parse(address)));
    }

    @Test
    void networksAreGivenAsCidrsOrAddresses() {
        TrustedProxies proxies = TrustedProxies.of(" 198.51.100.7/24 ,2001:db8::/32, 203.0.113.9 , Private");
        assertTrue(proxies.trusts(ClientAddress.parse("198.51.100.200")));
        assertFalse(proxies.trusts(ClientAddress.parse("198.51.101.0")));
        assertTrue(proxies.trusts(ClientAddress.parse("2001:db8:ffff::1")));
        assertFalse(proxies.trusts(ClientAddress.parse("2001:db9::1")));
        assertTrue(proxies.trusts(ClientAddress.parse("203.0.113.9")));
        assertFalse(proxies.trusts(ClientAddress.parse("203.0.113.10")));
        assertTrue(proxies.trusts(ClientAddress.parse("10.0.0.1")));
        assertTrue(TrustedProxies.of("0.0.0.0/0").trusts(ClientAddress.parse("8.8.8.8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "::/129", "example.org", "*", "10.0.*", "10", "10.0.0.0/-1", "/8", "1.1.1.1,"})
    void invalidNetworksAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(text));
    }

    @Test
    void limitsCountAnIpv6NetworkAsOne() {
        assertEquals(
                "2001:db8:1:2::/64", ClientAddress.parse("2001:db8:1:2:3:4:5:6").network());
        assertEquals("203.0.113.9", ClientAddress.parse("203.0.113.9").network());
        assertEquals("203.0.113.9", ClientAddress.parse("::ffff:203.0.113.9").network());
        assertNull(ClientAddress.parse("unknown"));
    }
}
