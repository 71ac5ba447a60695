package bench.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A socket of one user that never reads. It learns from a failed ping that the server has closed it; then it connects
 * again, as a broken client would. It has a thread of its own.
 */
public final class MuteSocket implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;
    private static final int PING_EVERY_MS = 500;
    /** An empty ping, masked with zeros. */
    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    private final String upgrade;
    private final int port;
    private final Thread thread = new Thread(this::run, "mute");
    private volatile int disconnects;

    public MuteSocket(ChatProtocol protocol, int port, int userId) {
        this.port = port;
        upgrade = protocol.upgrade(userId) + "Host: 127.0.0.1:" + port
                + """
                \r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                stayUntilDisconnected();
                disconnects++;
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void stayUntilDisconnected() throws InterruptedException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                Thread.sleep(PING_EVERY_MS);
                socket.getOutputStream().write(PING);
            }
        } catch (IOException e) {
            // the server closed it
        }
    }

    /** How often the server has closed it. */
    public int disconnects() {
        return disconnects;
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
