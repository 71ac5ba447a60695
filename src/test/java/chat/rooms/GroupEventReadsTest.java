package chat.rooms;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.db.Database;
import chat.feature.Base;
import chat.messages.Messages;
import chat.realtime.Background;
import chat.realtime.Hub;
import chat.testing.TestDatabase;
import chat.web.Budgets;
import chat.web.RateLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All readers are busy. A change of membership must not make the writer thread wait for them. */
class GroupEventReadsTest {
    private static final int READERS = 12;

    @TempDir
    Path folder;

    @Test
    void theContentOfGroupEventsIsNotReadByTheWriter() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (Database database = TestDatabase.open(folder);
                Background background = new Background()) {
            Clock clock = Clock.systemUTC();
            RateLimits limits = new RateLimits(0, clock);
            Base base = new Base(database, new Hub(), background, limits, new Budgets(0), null, clock, clock);
            RoomViews views = new RoomViews();
            views.setContent(new Messages(base, 1_000_000));
            Groups groups = new Groups(base, views, new GroupEvents(base, views, new Receipts(base)), 100);
            database.write(handle -> {
                        for (String name : List.of("alice", "bob", "carol")) {
                            handle.execute(
                                    "INSERT INTO users (username, username_key, password_hash, created_at, last_seen)"
                                            + " VALUES (?, ?, 'x', 0, 0)",
                                    name,
                                    name);
                        }
                        return null;
                    })
                    .join();
            long group =
                    groups.create(1, "group", List.of(2L), null).join().room().id();

            AtomicInteger reading = new AtomicInteger();
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> database.read(handle -> {
                    reading.incrementAndGet();
                    await().until(() -> goOn.getCount() == 0);
                    return null;
                }));
            }
            await().until(() -> reading.get() == READERS);
            CompletableFuture<?> added = groups.add(1, group, List.of(3L));
            CompletableFuture<?> removed = groups.remove(1, group, 2);
            CompletableFuture<?> next = database.write(handle -> null);
            next.get(10, TimeUnit.SECONDS);
            goOn.countDown();
            added.get(10, TimeUnit.SECONDS);
            removed.get(10, TimeUnit.SECONDS);
            assertEquals(2, groups.details(1, group).members().size());
        } finally {
            goOn.countDown();
            readers.shutdown();
        }
    }
}
