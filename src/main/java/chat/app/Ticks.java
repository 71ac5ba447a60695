package chat.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs all periodic work. */
final class Ticks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final int CLOSE_TIMEOUT_MS = 500;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(runnable -> new Thread(runnable, "ticks"));

    void everySecond(Runnable tick) {
        every(Duration.ofSeconds(1), tick);
    }

    void every(Duration pause, Runnable tick) {
        long millis = pause.toMillis();
        thread.scheduleWithFixedDelay(() -> run(tick), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException | Error e) { // otherwise the executor would never run it again
            LOG.error("A tick failed", e);
        }
    }

    /** Waits for a running tick, because the database refuses writes soon afterwards. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
