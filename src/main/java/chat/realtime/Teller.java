package chat.realtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what takes longer the more people it concerns, so that the writer's thread need not. One thread, so that what
 * is told of a room keeps its order. Any thread may call.
 */
public final class Teller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final int CLOSE_TIMEOUT_MS = 500;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(runnable -> new Thread(runnable, "teller"));

    public void execute(Runnable telling) {
        try {
            thread.execute(() -> run(telling));
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops: its clients ask again when they are back");
        }
    }

    private static void run(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("Could not tell of a change", e);
        }
    }

    /** Tells what waits, for half a second at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
