package chat.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shortens a write-ahead log that has grown too long. Normally a commit copies the log into the database and starts it
 * again. While a reader keeps an old state open, neither is possible, and the log grows. This class checks once a
 * second, on its own thread and connection. It copies what it can while writes go on, and truncates the log once the
 * reader has finished.
 */
final class Checkpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final long MEGABYTE = 1024 * 1024;
    /** Twice the size at which the writer makes a checkpoint. */
    private static final long MAX_LOG_BYTES = 80 * MEGABYTE;
    /** The writer can wait while this few pages are copied. */
    private static final int FEW_PAGES = 1_000;

    private static final int CLOSE_TIMEOUT_SECONDS = 3;

    private final Path log;
    private final DataSource source;
    private final Sqlite sqlite;
    private final WriteQueue writes;
    private final ScheduledExecutorService scheduler;
    /** Used only by the checking thread. */
    private boolean tooLong;

    private long longest;

    /**
     * The result of {@code PRAGMA wal_checkpoint}: the pages in the log, and how many of them are in the database by
     * now.
     */
    private record Result(boolean isBusy, int pages, int copied) {
        boolean isDone() {
            return !isBusy && pages == copied;
        }
    }

    Checkpoints(Path database, DataSource source, Sqlite sqlite, WriteQueue writes) {
        this.log = SqliteFile.log(database);
        this.source = source;
        this.sqlite = sqlite;
        this.writes = writes;
        scheduler = Executors.newSingleThreadScheduledExecutor(check -> new Thread(check, "checkpoints"));
        scheduler.scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
    }

    private void check() {
        try {
            long bytes = Files.exists(log) ? Files.size(log) : 0;
            if (tooLong || bytes > MAX_LOG_BYTES) {
                longest = Math.max(longest, bytes);
                shorten();
            }
        } catch (IOException | SQLException | RuntimeException | Error e) { // an exception would end the scheduled task
            checkpointAtCommit(true);
            LOG.warn("Could not check the write-ahead log: {}", e.toString());
        }
    }

    private void shorten() throws SQLException {
        checkpointAtCommit(false);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0"); // the checkpoint may fail, but the writer must not wait
            Result result = checkpoint(statement, "PASSIVE");
            if (result.pages - result.copied >= FEW_PAGES) {
                reportTooLong();
                return;
            }
            boolean done = checkpoint(statement, "TRUNCATE").isDone();
            checkpointAtCommit(true); // only a little is left, and the next commit may be sooner than the next check
            if (done || Files.size(log) <= MAX_LOG_BYTES) {
                reportShortened();
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /**
     * A new connection of the writer asks for the setting itself. If the queue is full, the log may grow until a later
     * check shortens it.
     */
    private void checkpointAtCommit(boolean wanted) {
        sqlite.checkpointAtCommit(wanted);
        writes.submit(
                handle -> {
                    sqlite.setCheckpoints(handle);
                    return null;
                },
                nothing -> {});
    }

    private static Result checkpoint(Statement statement, String mode) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return new Result(row.getInt(1) != 0, row.getInt(2), row.getInt(3));
        }
    }

    private void reportTooLong() {
        if (!tooLong) {
            tooLong = true;
            LOG.warn(
                    "The write-ahead log has {} MB and cannot be shortened: a reader keeps an old state open, such as a"
                            + " backup or another program",
                    longest / MEGABYTE);
        }
    }

    private void reportShortened() {
        if (tooLong) {
            LOG.info("The write-ahead log is short again: it had {} MB", longest / MEGABYTE);
        }
        tooLong = false;
        longest = 0;
    }

    @Override
    public void close() {
        scheduler.shutdown();
        try {
            scheduler.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
