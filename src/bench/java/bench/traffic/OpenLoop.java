package bench.traffic;

import bench.wire.Clients;

/** Sends a fixed number of messages a second, from the users in turn, whether or not the server keeps up. */
public final class OpenLoop implements Load {
    /** The shortest pause between two batches. Each message of a batch keeps its own intended time. */
    private static final long MIN_PAUSE_NANOS = 200_000;
    /** A prime, so that all users take turns and the two of a pair do not follow each other. */
    private static final int STRIDE = 7_919;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Clients clients;
    private final Senders senders;
    private final int rate;
    private boolean running;
    private long startNanos;
    private long count;

    public OpenLoop(Clients clients, Senders senders, int rate) {
        this.clients = clients;
        this.senders = senders;
        this.rate = rate;
    }

    @Override
    public void start() {
        running = true;
        startNanos = System.nanoTime();
        sendDue();
    }

    private void sendDue() {
        if (!running) {
            return;
        }
        long now = System.nanoTime();
        while (nextNanos() <= now) {
            senders.send((int) (count * STRIDE % senders.count()) + 1, nextNanos());
            count++;
        }
        clients.runAt(Math.max(nextNanos(), now + MIN_PAUSE_NANOS), this::sendDue);
    }

    private long nextNanos() {
        return startNanos + (long) (count * NANOS_PER_SECOND / rate);
    }

    @Override
    public void stop() {
        running = false;
    }
}
