package chat.testing;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The Unix datagram socket on which systemd receives the notifications of a service. */
public final class NotifySocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final long TIMEOUT_SECONDS = 120;

    private interface C extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        int bind(int socket, byte[] address, int length) throws LastErrorException;

        int setsockopt(int socket, int level, int option, long[] value, int length) throws LastErrorException;

        long recv(int socket, byte[] into, long length, int flags) throws LastErrorException;

        int close(int socket) throws LastErrorException;
    }

    private final C c = Native.load("c", C.class);
    private final int socket = c.socket(AF_UNIX, SOCK_DGRAM, 0);

    /** @param name a path, or an abstract name that begins with @ */
    public NotifySocket(String name) {
        byte[] address = ByteBuffer.allocate(Short.BYTES + name.length() + (name.startsWith("@") ? 0 : 1))
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(name.replace('@', '\0').getBytes(StandardCharsets.US_ASCII))
                .array();
        c.bind(socket, address, address.length);
        long[] timeout = {TIMEOUT_SECONDS, 0};
        c.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length * Long.BYTES);
    }

    /** Waits for the next datagram. */
    public String receive() {
        byte[] datagram = new byte[1024];
        int length = (int) c.recv(socket, datagram, datagram.length, 0);
        return new String(datagram, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        c.close(socket);
    }
}
