package chat.app;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd, or another service manager, when this process is ready or stopping. The sd_notify protocol sends one
 * datagram to the Unix socket named by {@code NOTIFY_SOCKET}. Java 17 has no Unix datagram sockets, so this class calls
 * libc. It does nothing without a service manager, and never fails a start or a stop. Any thread may call.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    /** The length of sun_path in struct sockaddr_un, including the final zero. */
    private static final int MAX_PATH = 108;

    private final String address;

    private interface C extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        long sendto(int socket, byte[] message, long length, int flags, byte[] address, int addressLength)
                throws LastErrorException;

        int close(int socket) throws LastErrorException;
    }

    ServiceManager(String address) {
        this.address = address;
    }

    void ready() {
        send("READY=1");
    }

    void stopping() {
        send("STOPPING=1");
    }

    private void send(String state) {
        if (address == null || address.isEmpty()) {
            return;
        }
        try {
            byte[] message = state.getBytes(StandardCharsets.UTF_8);
            byte[] to = socketAddress();
            C c = Native.load("c", C.class);
            int socket = c.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            try {
                c.sendto(socket, message, message.length, 0, to, to.length);
            } finally {
                c.close(socket);
            }
        } catch (LastErrorException | IllegalArgumentException | LinkageError e) {
            LOG.warn("Could not send {} to the service manager: {}", state, e.toString());
        }
    }

    /**
     * Builds a struct sockaddr_un. An abstract name begins with a zero byte, written as @, and does not end with one.
     */
    private byte[] socketAddress() {
        boolean isAbstract = address.startsWith("@");
        if (!isAbstract && !address.startsWith("/")) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is neither a path nor an abstract name");
        }
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        if (path.length >= MAX_PATH) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is too long");
        }
        if (isAbstract) {
            path[0] = 0;
        }
        ByteBuffer struct = ByteBuffer.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1))
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(path);
        return struct.array();
    }
}
