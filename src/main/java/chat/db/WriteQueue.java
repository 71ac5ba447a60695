package chat.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * SQLite has one writer, so writes have one home: a thread that takes what waits, runs it as one transaction, commits
 * (with {@code synchronous=FULL}: on the disk) and then completes each unit's future in order. Under load hundreds of
 * units share one fsync; a lone one pays its own.
 */
final class WriteQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 1_000;
    private static final int CLOSE_TIMEOUT_MS = 4_000;

    private final BlockingQueue<Unit<?>> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Jdbi jdbi;
    private final Thread thread;
    /** Touched by the writer's thread alone; null after a failure, until it can be opened again. */
    private Handle handle;

    private volatile boolean closing;

    WriteQueue(Jdbi jdbi) {
        this.jdbi = jdbi;
        thread = new Thread(this::run, "writer");
        thread.start();
    }

    <T> CompletableFuture<T> submit(HandleCallback<T, RuntimeException> callback) {
        Unit<T> unit = new Unit<>(callback);
        if (closing || !waiting.offer(unit)) {
            unit.future.completeExceptionally(new QueueFullException());
        }
        return unit.future;
    }

    private void run() {
        List<Unit<?>> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !waiting.isEmpty()) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                store(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discardHandle();
        }
    }

    /** All units in one transaction; where that fails, each in its own, so that one's failure is its own. */
    private void store(List<Unit<?>> batch) {
        try {
            if (handle == null) {
                handle = jdbi.open();
            }
            handle.begin();
            for (Unit<?> unit : batch) {
                run(unit);
            }
            handle.commit();
        } catch (SQLException | RuntimeException | Error e) {
            discardHandle();
            if (batch.size() == 1) {
                batch.get(0).failure = e;
            } else {
                batch.forEach(unit -> store(List.of(unit)));
                return;
            }
        }
        batch.forEach(Unit::complete);
    }

    /** A unit that refused before it changed anything spoils nothing; any other failure undoes the transaction. */
    private void run(Unit<?> unit) throws SQLException {
        long before = changes();
        try {
            unit.run(handle);
        } catch (JdbiException e) {
            throw e;
        } catch (RuntimeException e) {
            if (changes() != before) {
                throw e;
            }
            unit.failure = e;
        }
    }

    private long changes() throws SQLException {
        return handle.getConnection()
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .total_changes();
    }

    /** Closing undoes what was not committed. What a failure leaves of a connection is not used again. */
    private void discardHandle() {
        if (handle == null) {
            return;
        }
        try {
            handle.getConnection().close();
        } catch (SQLException e) {
            LOG.warn("Could not close the writer's connection: {}", e.toString());
        }
        handle = null;
    }

    /** Stores what waits, up to four seconds long, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        waiting.offer(new Unit<>(handle -> null)); // wakes the thread
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Unit<?> unit = waiting.poll(); unit != null; unit = waiting.poll()) {
            unit.failure = new QueueFullException();
            unit.complete();
        }
    }

    private static final class Unit<T> {
        final CompletableFuture<T> future = new CompletableFuture<>();
        private final HandleCallback<T, RuntimeException> callback;
        private T result;
        private Throwable failure;

        Unit(HandleCallback<T, RuntimeException> callback) {
            this.callback = callback;
        }

        void run(Handle handle) {
            failure = null;
            result = callback.withHandle(handle);
        }

        /** What is told on completion must not end the writer's thread. */
        void complete() {
            try {
                if (failure == null) {
                    future.complete(result);
                } else if (failure instanceof SQLException || failure instanceof JdbiException) {
                    LOG.warn("Could not store: {}", failure.toString());
                    future.completeExceptionally(new StorageException("Could not store", failure));
                } else {
                    future.completeExceptionally(failure);
                }
            } catch (RuntimeException e) {
                LOG.error("A completion failed", e);
            }
        }
    }
}
