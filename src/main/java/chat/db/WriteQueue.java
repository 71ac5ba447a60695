package chat.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of writes and the one thread that drains it. The thread takes what is waiting, runs it as one transaction,
 * commits it to the disk, and then calls each write's listener and completes its future, in the order of the calls.
 * Under load hundreds of writes share one fsync. A failed write undoes only its own changes. After a commit nothing runs
 * again, and no failure ends the thread.
 */
final class WriteQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 1_000;
    private static final int CLOSE_TIMEOUT_MS = 3_000;
    private static final int POLL_MS = 1_000;
    private static final String SAVEPOINT = "writes";

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final BlockingQueue<Write<?, ?>> waiting;
    private final Thread thread;
    /** Used only by the writer's thread. Null after a failure, until the next transaction. */
    private Handle handle;

    private volatile Consumer<Runnable> completions = Runnable::run;
    private volatile CommitListener commitListener = (writes, duration, committed) -> {};
    private volatile boolean closing;
    /** Set before {@link #close} refuses what is left. */
    private volatile boolean closed;

    WriteQueue(Jdbi jdbi, Dialect dialect) {
        this(jdbi, dialect, new ArrayBlockingQueue<>(CAPACITY));
    }

    WriteQueue(Jdbi jdbi, Dialect dialect, BlockingQueue<Write<?, ?>> waiting) {
        this.jdbi = jdbi;
        this.dialect = dialect;
        this.waiting = waiting;
        thread = new Thread(this::run, "writer");
        thread.start();
    }

    /** Completes the futures of each commit inside this wrapper, on the writer's thread. */
    void completeInside(Consumer<Runnable> wrapper) {
        completions = wrapper;
    }

    void onCommit(CommitListener listener) {
        commitListener = listener;
    }

    int waiting() {
        return waiting.size();
    }

    boolean isWriter(Thread other) {
        return other.equals(thread);
    }

    <R> CompletableFuture<R> submit(HandleCallback<R, RuntimeException> work, Consumer<R> afterCommit) {
        Bulk<Void, R> alone = (handle, nothing) -> List.of(Outcome.of(work.withHandle(handle)));
        return submit(new Write<>(alone, null, false, afterCommit));
    }

    <T, R> CompletableFuture<R> submit(Bulk<T, R> bulk, T item, Consumer<R> afterCommit) {
        return submit(new Write<>(bulk, item, true, afterCommit));
    }

    private <R> CompletableFuture<R> submit(Write<?, R> write) {
        boolean accepted = !closing && waiting.offer(write);
        boolean cameTooLate = closed && waiting.remove(write); // the thread may have ended
        if (!accepted || cameTooLate) {
            write.future.completeExceptionally(new QueueFullException());
        }
        return write.future;
    }

    private void run() {
        List<Write<?, ?>> batch = new ArrayList<>(BATCH);
        while (!closing || !waiting.isEmpty()) {
            batch.clear();
            try {
                take(batch);
                if (!batch.isEmpty()) {
                    store(batch);
                    complete(batch);
                }
            } catch (Throwable e) { // such as a lack of memory while another failure is handled
                batch.forEach(write -> write.future.completeExceptionally(e));
            }
        }
        discardHandle();
    }

    /** Waits for writes, but looks now and then whether the queue is closing. */
    private void take(List<Write<?, ?>> batch) throws InterruptedException {
        Write<?, ?> first = waiting.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
    }

    private void store(List<Write<?, ?>> batch) {
        long begin = System.nanoTime();
        boolean committed = false;
        try {
            open();
            handle.begin();
            run(groups(batch));
            handle.commit();
            committed = true;
        } catch (Throwable e) { // not even an Error may end the only writer
            // A failed commit may or may not be on the disk, so nothing runs again.
            batch.forEach(write -> write.fail(e));
            discardHandle();
            LOG.warn("Could not store {} writes: {}", batch.size(), e.toString());
        }
        tellListener(batch.size(), Duration.ofNanos(System.nanoTime() - begin), committed);
    }

    private void open() {
        if (handle == null) {
            handle = jdbi.open();
            dialect.setUp(handle);
        }
    }

    /**
     * Groups writes by kind, in the order of the first write of each kind. A plain write is a barrier between groups.
     */
    private static List<List<Write<?, ?>>> groups(List<Write<?, ?>> batch) {
        List<List<Write<?, ?>>> groups = new ArrayList<>();
        IdentityHashMap<Bulk<?, ?>, List<Write<?, ?>>> open = new IdentityHashMap<>();
        for (Write<?, ?> write : batch) {
            if (write.hasKind) {
                open.computeIfAbsent(write.bulk, kind -> addGroup(groups)).add(write);
            } else {
                open.clear();
                addGroup(groups).add(write);
            }
        }
        return groups;
    }

    private static List<Write<?, ?>> addGroup(List<List<Write<?, ?>>> groups) {
        List<Write<?, ?>> group = new ArrayList<>();
        groups.add(group);
        return group;
    }

    private void run(List<List<Write<?, ?>>> groups) throws SQLException {
        boolean single = groups.size() == 1;
        for (List<Write<?, ?>> group : groups) {
            runOrUndo(group, single);
        }
    }

    /**
     * Runs a group. If it fails, only its changes are undone. A single group needs no savepoint, because rolling back
     * the transaction undoes it. A savepoint copies pages.
     */
    private void runOrUndo(List<Write<?, ?>> group, boolean single) throws SQLException {
        if (!single) {
            handle.savepoint(SAVEPOINT);
        }
        try {
            Write.run(group, handle);
        } catch (SQLException | RuntimeException | Error e) {
            if (isStorageFailure(e)) {
                throw e;
            }
            undo(single);
            failOrRunEach(group, e);
            return;
        }
        if (!single) {
            handle.releaseSavepoint(SAVEPOINT);
        }
    }

    private void undo(boolean single) {
        if (single) {
            handle.rollback();
            handle.begin();
        } else {
            handle.rollbackToSavepoint(SAVEPOINT);
        }
    }

    /** After the failure of several writes, each is tried alone, so that only the faulty one fails. */
    private void failOrRunEach(List<Write<?, ?>> group, Throwable failure) throws SQLException {
        if (group.size() == 1) {
            if (isFromDatabase(failure)) {
                LOG.warn("Could not store a write: {}", failure.toString());
            }
            group.get(0).fail(failure);
            return;
        }
        for (Write<?, ?> write : group) {
            runOrUndo(List.of(write), false);
        }
    }

    /** Whether the disk is full or broken, for example. That fails all writes alike. */
    private boolean isStorageFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return !dialect.isCausedByStatement(sql);
            }
        }
        return false;
    }

    private static boolean isFromDatabase(Throwable failure) {
        return failure instanceof SQLException || failure instanceof JdbiException;
    }

    private void tellListener(int writes, Duration duration, boolean committed) {
        try {
            commitListener.ended(writes, duration, committed);
        } catch (Throwable e) { // the commit stands, whatever the listener throws
            LOG.error("The commit listener failed", e);
        }
    }

    private void complete(List<Write<?, ?>> batch) {
        try {
            completions.accept(() -> batch.forEach(Write::complete));
        } catch (Throwable e) {
            LOG.error("Completing a commit failed", e);
            batch.forEach(Write::complete); // those that were not reached
        }
    }

    /** Closing undoes what was not committed. A connection is never used again after a failure. */
    private void discardHandle() {
        if (handle == null) {
            return;
        }
        try {
            handle.getConnection().close();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Could not close the writer's connection: {}", e.toString());
        }
        handle = null;
    }

    /** Stores the waiting writes, for at most three seconds, and ends the thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closing = true;
        waiting.offer(Write.wakeUp()); // wakes the thread
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        for (Write<?, ?> write = waiting.poll(); write != null; write = waiting.poll()) {
            write.fail(new QueueFullException());
            write.complete();
        }
    }

    static final class Write<T, R> {
        final CompletableFuture<R> future = new CompletableFuture<>();
        final Bulk<T, R> bulk;
        /** Whether other writes of its kind may be stored with it. */
        final boolean hasKind;

        private final T item;
        private final Consumer<R> afterCommit;
        private Outcome<R> outcome;
        private boolean completed;

        Write(Bulk<T, R> bulk, T item, boolean hasKind, Consumer<R> afterCommit) {
            this.bulk = bulk;
            this.item = item;
            this.hasKind = hasKind;
            this.afterCommit = afterCommit;
        }

        static Write<?, ?> wakeUp() {
            return new Write<>((handle, items) -> List.of(Outcome.of(null)), null, false, nothing -> {});
        }

        /** All writes of the group must be of the same kind. */
        @SuppressWarnings("unchecked")
        static <T, R> void run(List<Write<?, ?>> group, Handle handle) throws SQLException {
            List<T> items = new ArrayList<>(group.size());
            group.forEach(write -> items.add((T) write.item));
            List<Outcome<R>> outcomes = ((Write<T, R>) group.get(0)).bulk.run(handle, items);
            for (int i = 0; i < group.size(); i++) {
                ((Write<T, R>) group.get(i)).outcome = outcomes.get(i);
            }
        }

        void fail(Throwable failure) {
            outcome = new Outcome<>(null, failure);
        }

        /** Completes once. A listener that throws must not keep the other writes of the commit waiting. */
        void complete() {
            if (completed) {
                return;
            }
            completed = true;
            try {
                Throwable failure = outcome.failure();
                if (failure == null) {
                    afterCommit.accept(outcome.value());
                    future.complete(outcome.value());
                } else if (isFromDatabase(failure)) {
                    future.completeExceptionally(new StorageException("Could not store", failure));
                } else {
                    future.completeExceptionally(failure);
                }
            } catch (Throwable e) {
                LOG.error("A callback after a commit failed", e);
                future.completeExceptionally(e);
            }
        }
    }
}
