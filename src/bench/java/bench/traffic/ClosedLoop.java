package bench.traffic;

/** Each user keeps a fixed number of messages in flight, so that the server is the only limit. */
public final class ClosedLoop implements Load {
    private final Senders senders;
    private final int window;
    private boolean running;

    public ClosedLoop(Senders senders, int window) {
        this.senders = senders;
        this.window = window;
    }

    @Override
    public void start() {
        running = true;
        for (int userId = 1; userId <= senders.count(); userId++) {
            for (int i = 0; i < window; i++) {
                sendNext(userId);
            }
        }
    }

    /** Call this with the sender of each complete message. */
    public void sendNext(int userId) {
        if (running) {
            senders.send(userId, System.nanoTime());
        }
    }

    @Override
    public void stop() {
        running = false;
    }
}
