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

/** Stands between clients and a server on this machine: holds bytes back, and cuts connections after any byte. */
final class FaultProxy implements AutoCloseable {
    private static final int MOST_BYTES = 12_000;
    private static final int MOST_IN_ONE = 700;
    private static final int LONGEST_DELAY_NANOS = 2_000_000;
    /** One piece in so many is held back. */
    private static final int DELAYED = 4;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
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
        return door.getLocalPort();
    }

    /** Cuts what is open, and from now on passes everything as it is. */
    void calmDown() {
        isCalm = true;
        open.forEach(FaultProxy::cut);
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
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
        int left = chance.nextInt(MOST_BYTES);
        byte[] bytes = new byte[MOST_IN_ONE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(bytes, 0, 1 + chance.nextInt(MOST_IN_ONE));
            while (read > 0 && (isCalm || left > 0)) {
                if (!isCalm && chance.nextInt(DELAYED) == 0) {
                    LockSupport.parkNanos(chance.nextInt(LONGEST_DELAY_NANOS));
                }
                out.write(bytes, 0, isCalm ? read : Math.min(read, left));
                left -= read;
                read = in.read(bytes, 0, 1 + chance.nextInt(MOST_IN_ONE));
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
            door.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        open.forEach(FaultProxy::cut);
    }
}
