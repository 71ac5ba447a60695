package soak;

import fuzz.RawConnection;
import fuzz.Tally;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A phase of attacks or browsing, with its counts. When it ends, it resets all its connections. */
final class Phase implements AutoCloseable {
    private final TargetInfo target;
    private final Tally tally = new Tally();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    Phase(TargetInfo target) {
        this.target = target;
    }

    TargetInfo target() {
        return target;
    }

    Tally tally() {
        return tally;
    }

    boolean isRunning() {
        return over.getCount() > 0;
    }

    /** Waits that long, or until the phase is over. */
    void pause(long milliseconds) throws IOException {
        try {
            over.await(Math.max(1, milliseconds), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    RawConnection connect(InetAddress from) throws IOException {
        return opened(new RawConnection(from, target.port()));
    }

    /** Registers a connection, which the end of the phase closes. */
    <T extends Closeable> T opened(T connection) throws IOException {
        open.add(connection);
        if (!isRunning()) {
            connection.close();
        }
        return connection;
    }

    void closed(Closeable connection) throws IOException {
        open.remove(connection);
        connection.close();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        for (Closeable connection : open) {
            try {
                connection.close();
            } catch (IOException e) {
                // closed by its own thread at the same time
            }
        }
    }
}
