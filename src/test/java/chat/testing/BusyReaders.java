package chat.testing;

import static org.awaitility.Awaitility.await;

import chat.db.Database;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Occupies all of a database's connections for reading until it is released. */
public final class BusyReaders implements AutoCloseable {
    private static final int READERS = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns once they are occupied. */
    public BusyReaders(Database database) {
        CountDownLatch occupied = new CountDownLatch(READERS);
        for (int i = 0; i < READERS; i++) {
            threads.execute(() -> database.read(handle -> {
                occupied.countDown();
                await().until(() -> released.getCount() == 0);
                return null;
            }));
        }
        await().until(() -> occupied.getCount() == 0);
    }

    public void release() {
        released.countDown();
        threads.shutdown();
    }

    @Override
    public void close() {
        release();
    }
}
