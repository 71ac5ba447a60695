package bench.traffic;

import bench.wire.Clients;

/** So many messages a second, by users in turn, whether or not the server keeps up. */
public final class OpenLoop implements Load {
    /** Between two looks at the clock: what became due in between is sent together, each with its own intended time. */
    private static final long REST_NANOS = 200_000;
    /** A prime: neighbours in time are not neighbours in a pair, and all have their turn. */
    private static final int STRIDE = 7_919;

    private static final double NANOS_A_SECOND = 1e9;

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
        sendWhatIsDue();
    }

    private void sendWhatIsDue() {
        if (!running) {
            return;
        }
        long now = System.nanoTime();
        while (nextNanos() <= now) {
            senders.send((int) (count * STRIDE % senders.count()) + 1, nextNanos());
            count++;
        }
        clients.runAt(Math.max(nextNanos(), now + REST_NANOS), this::sendWhatIsDue);
    }

    private long nextNanos() {
        return startNanos + (long) (count * NANOS_A_SECOND / rate);
    }

    @Override
    public void stop() {
        running = false;
    }
}
