package chat.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite has one writer, so writes have one home: a thread that takes what waits, runs it as one transaction, commits
 * (with {@code synchronous=FULL}: on the disk) and then completes each unit's future in order. Under load hundreds of
 * units share one fsync; a lone one pays its own.
 */
final class WriteQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 1_000;
    /** A hot page is copied into the file once for so many written: 40 MB of write-ahead log. */
    private static final int CHECKPOINT_PAGES = 10_000;
    /** To what the log's file is cut when it begins anew, after a reader let it grow. */
    private static final long LOG_BYTES = 64L * 1024 * 1024;

    private static final int CLOSE_TIMEOUT_MS = 3_000;

    private final BlockingQueue<Unit<?, ?>> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Jdbi jdbi;
    private final Thread thread;
    /** Touched by the writer's thread alone; null after a failure, until it can be opened again. */
    private Handle handle;

    private boolean checkpoints;
    private volatile Consumer<Runnable> aroundCompletions = Runnable::run;
    private volatile CommitListener commitListener = (units, duration, committed) -> {};
    private volatile boolean checkpointItself = true;
    private volatile boolean closing;

    WriteQueue(Jdbi jdbi) {
        this.jdbi = jdbi;
        thread = new Thread(this::run, "writer");
        thread.start();
    }

    void aroundCompletions(Consumer<Runnable> wrapper) {
        aroundCompletions = wrapper;
    }

    void onCommit(CommitListener listener) {
        commitListener = listener;
    }

    /** Whether a commit checkpoints as well, when the log is long enough. Any thread may call. */
    void checkpointItself(boolean wanted) {
        checkpointItself = wanted;
    }

    int waiting() {
        return waiting.size();
    }

    <T, R> CompletableFuture<R> submit(Bulk<T, R> bulk, T item) {
        Unit<T, R> unit = new Unit<>(bulk, item);
        if (closing || !waiting.offer(unit)) {
            unit.future.completeExceptionally(new QueueFullException());
        }
        return unit.future;
    }

    private void run() {
        List<Unit<?, ?>> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !waiting.isEmpty()) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                store(batch);
                aroundCompletions.accept(() -> batch.forEach(Unit::complete));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discardHandle();
        }
    }

    /** All units in one transaction; where one spoils it, each in its own, so that one's failure is its own. */
    private void store(List<Unit<?, ?>> batch) {
        long begin = System.nanoTime();
        try {
            if (handle == null) {
                handle = jdbi.open();
                handle.execute("PRAGMA journal_size_limit = " + LOG_BYTES);
                setCheckpoints();
            } else if (checkpoints != checkpointItself) {
                setCheckpoints();
            }
            handle.begin();
            for (List<Unit<?, ?>> group : groups(batch)) {
                run(group);
            }
            handle.commit();
            ended(batch, begin, true);
        } catch (SQLException | RuntimeException | Error e) {
            ended(batch, begin, false);
            discardHandle();
            if (batch.size() > 1 && !isOfStorage(e)) {
                batch.forEach(unit -> store(List.of(unit)));
                return;
            }
            batch.forEach(unit -> unit.fail(e));
        }
    }

    private void setCheckpoints() {
        checkpoints = checkpointItself;
        handle.execute("PRAGMA wal_autocheckpoint = " + (checkpoints ? CHECKPOINT_PAGES : 0));
    }

    private void ended(List<Unit<?, ?>> batch, long begin, boolean committed) {
        commitListener.ended(batch.size(), Duration.ofNanos(System.nanoTime() - begin), committed);
    }

    /** Those that lie next to each other and are of one kind. */
    private static List<List<Unit<?, ?>>> groups(List<Unit<?, ?>> batch) {
        List<List<Unit<?, ?>>> groups = new ArrayList<>();
        int begin = 0;
        for (int end = 1; end <= batch.size(); end++) {
            if (end == batch.size() || batch.get(end).bulk != batch.get(begin).bulk) {
                groups.add(batch.subList(begin, end));
                begin = end;
            }
        }
        return groups;
    }

    /** What refuses before it changes anything spoils nothing; any other failure undoes the transaction. */
    private void run(List<Unit<?, ?>> group) throws SQLException {
        long before = changes();
        try {
            Unit.run(group, handle);
        } catch (JdbiException e) {
            throw e;
        } catch (RuntimeException e) {
            if (group.size() > 1 || changes() != before) {
                throw e;
            }
            group.get(0).fail(e);
        }
    }

    private long changes() throws SQLException {
        return handle.getConnection()
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .total_changes();
    }

    /** A full or broken disk fails all alike; a commit that failed may be on it or not, so nothing is run again. */
    private static boolean isOfStorage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return (sqlite.getResultCode().code & 0xff) != SQLiteErrorCode.SQLITE_CONSTRAINT.code;
            }
        }
        return failure instanceof SQLException || failure instanceof JdbiException;
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

    /** Stores what waits, up to three seconds long, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        waiting.offer(Unit.ofNothing()); // wakes the thread
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Unit<?, ?> unit = waiting.poll(); unit != null; unit = waiting.poll()) {
            unit.fail(new QueueFullException());
            unit.complete();
        }
    }

    private static final class Unit<T, R> {
        final CompletableFuture<R> future = new CompletableFuture<>();
        final Bulk<T, R> bulk;
        private final T item;
        private Outcome<R> outcome;

        Unit(Bulk<T, R> bulk, T item) {
            this.bulk = bulk;
            this.item = item;
        }

        static Unit<?, ?> ofNothing() {
            return new Unit<>((handle, items) -> List.of(Outcome.of(null)), null);
        }

        /** All of them are of the first one's kind. */
        @SuppressWarnings("unchecked")
        static <T, R> void run(List<Unit<?, ?>> group, Handle handle) throws SQLException {
            List<T> items = new ArrayList<>(group.size());
            group.forEach(unit -> items.add((T) unit.item));
            List<Outcome<R>> outcomes = ((Unit<T, R>) group.get(0)).bulk.run(handle, items);
            for (int i = 0; i < group.size(); i++) {
                ((Unit<T, R>) group.get(i)).outcome = outcomes.get(i);
            }
        }

        void fail(Throwable failure) {
            outcome = new Outcome<>(null, failure);
        }

        /** What is told on completion must not end the writer's thread. */
        void complete() {
            try {
                Throwable failure = outcome.failure();
                if (failure == null) {
                    future.complete(outcome.value());
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
