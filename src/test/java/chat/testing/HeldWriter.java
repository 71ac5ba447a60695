package chat.testing;

import static org.awaitility.Awaitility.await;

import chat.db.Database;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Keeps the writer busy until it is released. The writes that wait meanwhile share the next commit. */
public final class HeldWriter {
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<Void> write;

    /** Returns once the writer is held. */
    public HeldWriter(Database database) {
        CountDownLatch held = new CountDownLatch(1);
        write = database.write(handle -> {
            held.countDown();
            await().until(() -> released.getCount() == 0);
            return null;
        });
        await().until(() -> held.getCount() == 0);
    }

    public void release() {
        released.countDown();
    }

    /** Waits until the held write is completed. */
    public void join() {
        write.join();
    }
}
