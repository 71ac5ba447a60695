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
 * Shortens a write-ahead log that has grown too long. Normally a commit copies the log into the database and begins it
 * anew. While a reader keeps an old state open, neither is possible and the log grows. This class then checks once a
 * second, on a thread and a connection of its own. It copies what can be copied while writes go on, and cuts the log
 * once the reader has ended.
 */
final class Checkpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final long MEGABYTE = 1024 * 1024;
    /** Twice what the writer lets it become. */
    private static final long LONG_BYTES = 80 * MEGABYTE;
    /** So little can be copied while the writer waits. */
    private static final int FEW_PAGES = 1_000;

    private static final int END_SECONDS = 3;

    private final Path log;
    private final DataSource source;
    private final Sqlite sqlite;
    private final ScheduledExecutorService looks;
    /** Touched by the thread that looks alone. */
    private boolean tooLong;

    private long longest;

    /** What {@code PRAGMA wal_checkpoint} answers: pages in the log, and how many of them are in the database by now. */
    private record Answer(boolean isBusy, int pages, int copied) {
        boolean isDone() {
            return !isBusy && pages == copied;
        }
    }

    Checkpoints(Path database, DataSource source, Sqlite sqlite) {
        this.log = SqliteFile.log(database);
        this.source = source;
        this.sqlite = sqlite;
        looks = Executors.newSingleThreadScheduledExecutor(look -> new Thread(look, "checkpoints"));
        looks.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            long bytes = Files.exists(log) ? Files.size(log) : 0;
            if (tooLong || bytes > LONG_BYTES) {
                longest = Math.max(longest, bytes);
                shorten();
            }
        } catch (IOException | SQLException | RuntimeException | Error e) { // else nobody would look again
            sqlite.checkpointAtCommit(true);
            LOG.warn("The write-ahead log could not be looked at: {}", e.toString());
        }
    }

    private void shorten() throws SQLException {
        sqlite.checkpointAtCommit(false);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0"); // rather later than that the writer waits
            Answer answer = checkpoint(statement, "PASSIVE");
            if (answer.pages - answer.copied >= FEW_PAGES) {
                begin();
                return;
            }
            sqlite.checkpointAtCommit(true); // the rest is little, and perhaps a commit is faster
            if (checkpoint(statement, "TRUNCATE").isDone() || Files.size(log) <= LONG_BYTES) {
                end();
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private static Answer checkpoint(Statement statement, String mode) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return new Answer(row.getInt(1) != 0, row.getInt(2), row.getInt(3));
        }
    }

    private void begin() {
        if (!tooLong) {
            tooLong = true;
            LOG.warn(
                    "The write-ahead log has {} MB and cannot be shortened: a reader keeps an old state open, such as a"
                            + " backup or another program",
                    longest / MEGABYTE);
        }
    }

    private void end() {
        if (tooLong) {
            LOG.info("The write-ahead log is short again: it had {} MB", longest / MEGABYTE);
        }
        tooLong = false;
        longest = 0;
    }

    @Override
    public void close() {
        looks.shutdown();
        try {
            looks.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
