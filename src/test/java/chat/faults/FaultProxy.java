package chat.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A proxy that delays bytes and cuts connections after any byte. */
final class FaultProxy implements AutoCloseable {
    private static final int MAX_BYTES = 12_000;
    private static final int MAX_CHUNK = 700;
    private static final int MAX_DELAY_NANOS = 2_000_000;
    /** One in this many chunks is delayed. */
    private static final int DELAYED = 4;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final SplittableRandom random;
    private final int serverPort;
    private volatile boolean isCalm;

    FaultProxy(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        random = new SplittableRandom(seed);
        inBackground("proxy", this::accept);
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts all open connections. From then on everything is passed unchanged. */
    void stopFaults() {
        isCalm = true;
        open.forEach(FaultProxy::cut);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(client);
                open.add(server);
                SplittableRandom there = random.split();
                SplittableRandom back = random.split();
                inBackground("proxy there", () -> pass(client, server, there));
                inBackground("proxy back", () -> pass(server, client, back));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pass(Socket from, Socket to, SplittableRandom chance) {
        int left = chance.nextInt(MAX_BYTES);
        byte[] bytes = new byte[MAX_CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(bytes, 0, 1 + chance.nextInt(MAX_CHUNK));
            while (read > 0 && (isCalm || left > 0)) {
                if (!isCalm && chance.nextInt(DELAYED) == 0) {
                    LockSupport.parkNanos(chance.nextInt(MAX_DELAY_NANOS));
                }
                out.write(bytes, 0, isCalm ? read : Math.min(read, left));
                left -= read;
                read = in.read(bytes, 0, 1 + chance.nextInt(MAX_CHUNK));
            }
        } catch (IOException e) {
            // the other direction was cut
        } finally {
            cut(from);
            cut(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        open.forEach(FaultProxy::cut);
    }
}
