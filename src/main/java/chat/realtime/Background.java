package chat.realtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for work that reads the database or grows with the size of a room. It keeps such work off the writer's
 * thread and out of socket callbacks. Tasks run in the order of the calls. Any thread may call; nothing here blocks
 * except {@link #close}.
 */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int CAPACITY = 10_000;
    private static final int CLOSE_TIMEOUT_MS = 500;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            runnable -> new Thread(runnable, "background"));

    /** Returns false if the task cannot run: the queue is full, or the server is stopping. */
    public boolean execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // the thread must survive for the next task
            LOG.error("A background task failed", e);
        }
    }

    /** Runs the waiting tasks, for at most half a second. */
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
