package chat.app;

import chat.web.ClientAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** Describes the address that the server listens on. */
final class ListenAddress {
    private ListenAddress() {}

    /** The address to open in a browser on this machine. */
    static String url(Config config, int port) {
        return config.publicUrl() != null
                ? config.publicUrl().toString()
                : "http://" + name(config.host()) + ":" + port;
    }

    private static String name(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress() || address.getHostAddress().equals("127.0.0.1")) {
                return "localhost";
            }
            return address instanceof Inet6Address
                    ? "[" + ClientAddress.parse(address.getHostAddress().split("%", 2)[0]) + "]"
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return host; // the server listens there, so others may be able to resolve the name
        }
    }

    /** Why the server cannot listen, in one sentence that blames HOST or PORT. */
    static String refusal(Config config) {
        if (!isOfThisMachine(config.host())) {
            return "HOST is " + Redacted.of(config.host())
                    + ", which is not an address of this machine. Some shells and platforms set it to a name:"
                    + " unset HOST, or set it to 0.0.0.0.";
        }
        return "Port " + config.port() + " of " + config.host()
                + " cannot be used: another program uses it, or you lack the permission. Set PORT to another one.";
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
