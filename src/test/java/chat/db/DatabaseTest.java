package chat.db;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.TestDatabase;
import chat.web.ApiError;
import chat.web.Errors;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final int READERS = 12;

    @TempDir
    Path folder;

    record First(long value) {}

    record Number(long value) {}

    interface Numbers {
        @SqlQuery("SELECT 1 AS value")
        First one();

        @SqlQuery("SELECT 7 AS value")
        Number seven();
    }

    @Test
    void withoutAFreeReaderTheAnswerIsBusy() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(READERS);
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (Database database = TestDatabase.open(folder)) {
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> database.read(handle -> {
                    reading.countDown();
                    await().until(() -> over.getCount() == 0);
                    return null;
                }));
            }
            await().until(() -> reading.getCount() == 0);
            NoReaderException refusal =
                    assertThrows(NoReaderException.class, () -> database.read(handle -> "one too many"));
            ApiError answer = Errors.of(refusal);
            assertEquals(503, answer.status());
            assertEquals("busy", answer.body().code());
            over.countDown();
            assertEquals("a reader is free", database.read(handle -> "a reader is free"));
            readers.shutdown();
            assertTrue(readers.awaitTermination(10, TimeUnit.SECONDS));
        } finally {
            over.countDown();
        }
    }

    @Test
    void recordsAreMappedByComponentName() {
        try (Database database = TestDatabase.open(folder)) {
            database.write(handle -> handle.attach(Numbers.class).one()).join();
            assertEquals(
                    new Number(7),
                    database.write(handle -> handle.attach(Numbers.class).seven())
                            .join());
        }
    }
}
