package bench.traffic;

/** Each user keeps so many messages on their way: as fast as the server can. */
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

    /** To be called with the sender of each message that is complete. */
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
