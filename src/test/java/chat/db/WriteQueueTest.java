package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.HeldWriter;
import chat.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer thread: batches, isolation of failures, and shutdown. */
class WriteQueueTest {
    @TempDir
    Path folder;

    private Database database;
    private final List<Integer> commits = new ArrayList<>();

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        run("CREATE TABLE notes (text TEXT NOT NULL UNIQUE)").join();
        database.onCommit((writes, duration, committed) -> commits.add(committed ? writes : -writes));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CompletableFuture<Integer> run(String sql) {
        return database.write(handle -> handle.execute(sql));
    }

    private CompletableFuture<Integer> note(String text) {
        return database.write(handle -> insert(handle, text));
    }

    private static int insert(Handle handle, String text) {
        return handle.execute("INSERT INTO notes VALUES (?)", text);
    }

    private List<String> notes() {
        return database.read(handle -> handle.createQuery("SELECT text FROM notes ORDER BY text")
                .mapTo(String.class)
                .list());
    }

    /** Queues writes while the writer is busy, so that they become one batch. */
    private void runInOneBatch(Runnable writes) {
        HeldWriter held = new HeldWriter(database);
        writes.run();
        held.release();
        held.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the writer does not answer", e);
        }
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(CompletionException.class, () -> get(future)).getCause();
    }

    @Test
    void queuedWritesShareACommitAndCompleteInOrder() {
        List<String> completed = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        runInOneBatch(() -> {
            for (String text : List.of("a", "b", "c")) {
                all.add(database.write(handle -> insert(handle, text), rows -> completed.add(text)));
            }
        });
        all.forEach(WriteQueueTest::get);
        assertEquals(List.of("a", "b", "c"), completed);
        assertEquals(List.of(1, 3), commits);
    }

    @Test
    void aFailedWriteRollsBackOnlyItself() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(note("a"));
            all.add(database.write(handle -> {
                insert(handle, "undone");
                throw new IllegalStateException("refused");
            }));
            all.add(note("a"));
            all.add(note("b"));
        });
        assertEquals(1, get(all.get(0)));
        assertEquals("refused", failure(all.get(1)).getMessage());
        assertInstanceOf(StorageException.class, failure(all.get(2)), "a exists already");
        assertEquals(1, get(all.get(3)));
        assertEquals(List.of("a", "b"), notes());
        assertEquals(List.of(1, 4), commits, "no batch ran again");
    }

    @Test
    void aFailedWriteThatIsAloneInItsBatchLeavesNothing() {
        CompletableFuture<Integer> alone = database.write(handle -> {
            insert(handle, "undone");
            throw new IllegalStateException("refused");
        });
        assertEquals("refused", failure(alone).getMessage());
        assertEquals(1, get(note("a")));
        assertEquals(List.of("a"), notes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailedBulkWriteDoesNotFailTheOthers(boolean isOnlyGroup) {
        List<Integer> calls = new ArrayList<>();
        Bulk<String, String> kind = (handle, texts) -> {
            calls.add(texts.size());
            texts.forEach(text -> insert(handle, text));
            return texts.stream().map(Outcome::of).toList();
        };
        List<CompletableFuture<String>> all = new ArrayList<>();
        runInOneBatch(() -> {
            List.of("a", "b", "a", "c").forEach(text -> all.add(database.write(kind, text, stored -> {})));
            if (!isOnlyGroup) {
                all.add(note("d").thenApply(rows -> "d"));
            }
        });
        assertEquals("a", get(all.get(0)));
        assertEquals("b", get(all.get(1)));
        assertInstanceOf(StorageException.class, failure(all.get(2)));
        assertEquals("c", get(all.get(3)));
        assertEquals(isOnlyGroup ? List.of("a", "b", "c") : List.of("a", "b", "c", "d"), notes());
        assertEquals(List.of(4, 1, 1, 1, 1), calls);
        assertEquals(List.of(1, all.size()), commits, "no batch ran again");
    }

    @Test
    void bulkWritesOfAKindAreStoredTogetherAcrossOthers() {
        List<String> calls = new ArrayList<>();
        Bulk<String, String> sends = kind("send", calls);
        Bulk<String, String> marks = kind("mark", calls);
        List<CompletableFuture<String>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(database.write(sends, "1", stored -> {}));
            all.add(database.write(marks, "2", stored -> {}));
            all.add(database.write(sends, "3", stored -> {}));
            all.add(database.write(marks, "4", stored -> {}));
            all.add(database.write(handle -> {
                calls.add("plain");
                return "5";
            }));
            all.add(database.write(sends, "6", stored -> {}));
        });
        List<String> results = all.stream().map(WriteQueueTest::get).toList();
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), results);
        assertEquals(List.of("send [1, 3]", "mark [2, 4]", "plain", "send [6]"), calls);
    }

    private static Bulk<String, String> kind(String name, List<String> calls) {
        return (handle, items) -> {
            calls.add(name + " " + items);
            return items.stream().map(Outcome::of).toList();
        };
    }

    @Test
    void aFailingListenerDoesNotRerunTheBatch() {
        database.onCommit((writes, duration, committed) -> {
            throw new IllegalStateException("a listener that fails");
        });
        List<String> runs = new ArrayList<>();
        List<CompletableFuture<Object>> all = new ArrayList<>();
        runInOneBatch(() -> List.of("a", "b")
                .forEach(text -> all.add(database.write(handle -> {
                    insert(handle, text);
                    runs.add(text);
                    return null;
                }))));
        all.forEach(WriteQueueTest::get);
        assertEquals(List.of("a", "b"), runs);
        assertEquals(List.of("a", "b"), notes());
    }

    @Test
    void aFailedCommitIsNotRetried() {
        run("CREATE TABLE parents (id INTEGER PRIMARY KEY)").join();
        run("CREATE TABLE children (id INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)")
                .join();
        commits.clear();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(note("a"));
            all.add(run("INSERT INTO children VALUES (7)"));
        });
        assertInstanceOf(StorageException.class, failure(all.get(0)));
        assertInstanceOf(StorageException.class, failure(all.get(1)));
        assertEquals(List.of(1, -2), commits);
        assertEquals(List.of(), notes());
        assertEquals(1, get(note("b")), "the writer continues");
    }

    @Test
    void anErrorInAWriteFailsOnlyThatWrite() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(database.write(handle -> {
                throw new StackOverflowError("too deep");
            }));
            all.add(note("a"));
        });
        assertInstanceOf(StackOverflowError.class, failure(all.get(0)));
        assertEquals(1, get(all.get(1)));
    }

    @Test
    void anErrorAfterACommitDoesNotEndTheWriter() {
        database.completeInside(completions -> {
            throw new StackOverflowError("before anything was completed");
        });
        assertEquals(1, get(note("a")));
        database.completeInside(Runnable::run);
        database.onCommit((writes, duration, committed) -> {
            throw new StackOverflowError("in the listener");
        });
        assertEquals(1, get(note("b")));
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(database.write(handle -> insert(handle, "c"), rows -> {
                throw new StackOverflowError("after the commit");
            }));
            all.add(note("d"));
        });
        assertInstanceOf(StackOverflowError.class, failure(all.get(0)));
        assertEquals(1, get(all.get(1)));
        assertEquals(List.of("a", "b", "c", "d"), notes());
    }

    @Test
    void whatFollowsACommitRunsOnceThoughTheWrapperFailsAfterwards() {
        database.completeInside(completions -> {
            completions.run();
            throw new IllegalStateException("after everything was completed");
        });
        List<Integer> effects = new ArrayList<>();
        CompletableFuture<Integer> first = database.write(handle -> insert(handle, "a"), effects::add);
        assertEquals(1, get(first));
        assertEquals(1, get(note("b")), "the writer continues");
        assertEquals(List.of(1), effects);
    }

    @Test
    void queuedWritesAreStoredAtClose() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            for (int i = 0; i < 500; i++) {
                all.add(note("note " + i));
            }
        });
        database.stopWriting();
        all.forEach(future -> assertEquals(1, get(future)));
        assertEquals(500, notes().size());
        assertInstanceOf(QueueFullException.class, failure(note("too late")));
    }

    @Test
    void aStatementAtFaultFailsOnlyItsOwnWrite() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        runInOneBatch(() -> {
            all.add(note("a"));
            all.add(run("INSERT INTO nowhere VALUES (1)"));
            all.add(note("b"));
        });
        assertEquals(1, get(all.get(0)));
        assertInstanceOf(StorageException.class, failure(all.get(1)));
        assertEquals(1, get(all.get(2)));
        assertEquals(List.of("a", "b"), notes());
    }

    @Test
    void onlyWhatMustKeepTheOrderRunsOnTheWritersThread() {
        List<String> threads = new ArrayList<>();
        get(database.write(
                        handle -> insert(handle, "a"),
                        rows -> threads.add(Thread.currentThread().getName()))
                .thenRun(() -> threads.add(Thread.currentThread().getName())));
        assertEquals("writer", threads.get(0));
        assertTrue(threads.get(1).startsWith("follower"), threads::toString);
    }

    @Test
    void theWritersThreadMustNotRead() {
        assertInstanceOf(IllegalStateException.class, failure(database.write(handle -> 1, rows -> notes())));
        assertInstanceOf(IllegalStateException.class, failure(database.write(handle -> notes())));
        assertEquals(List.of(), get(database.write(handle -> 1).thenApply(rows -> notes())));
    }

    @Test
    void closingRefusesWhatWaitsBehindAStuckWrite() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Integer> stuck = database.write(handle -> {
            busy.countDown();
            await(goOn);
            return insert(handle, "a");
        });
        await(busy);
        CompletableFuture<Integer> waiting = note("b");
        database.stopWriting();
        assertInstanceOf(QueueFullException.class, failure(waiting));
        goOn.countDown();
        assertEquals(1, get(stuck));
        assertEquals(List.of("a"), notes());
    }

    @Test
    @Tag("sqlite")
    void aWriteThatComesInJustAfterItClosedIsRefused() {
        CountDownLatch offered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        BlockingQueue<WriteQueue.Write<?, ?>> waiting = new ArrayBlockingQueue<>(10) {
            @Override
            public boolean offer(WriteQueue.Write<?, ?> write) {
                if (write.hasKind) {
                    offered.countDown();
                    await(closed);
                }
                return super.offer(write);
            }
        };
        Bulk<String, Integer> bulk = (handle, items) -> List.of(Outcome.of(1));
        WriteQueue queue = new WriteQueue(Jdbi.create("jdbc:sqlite::memory:"), new Sqlite(), waiting);
        CompletableFuture<Integer> late = CompletableFuture.supplyAsync(() -> queue.submit(bulk, "late", stored -> {}))
                .thenCompose(write -> write);
        await(offered);
        queue.close();
        closed.countDown();
        assertInstanceOf(QueueFullException.class, failure(late));
    }
}
