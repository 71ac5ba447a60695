package chat.db;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A long read transaction prevents the write-ahead log from being truncated. */
@Tag("sqlite")
class CheckpointsTest {
    private static final long MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private static void write(Database database, int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            database.write(handle ->
                            handle.execute("INSERT INTO messages_of_the_test VALUES (randomblob(1024 * 1024))"))
                    .join();
        }
    }

    @Test
    void theLogIsTruncatedAfterTheReaderEndsAndThisIsLoggedOnce() throws SQLException {
        Path file = folder.resolve("chat.db");
        Logger logger = (Logger) LoggerFactory.getLogger(Checkpoints.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (Database database = Database.open(file)) {
            database.write(handle -> handle.execute("CREATE TABLE messages_of_the_test (bytes)"))
                    .join();
            try (Connection reader = DriverManager.getConnection(SqliteFile.url(file));
                    Statement statement = reader.createStatement()) {
                statement.execute("BEGIN");
                assertEquals(0, count(statement));
                write(database, 100);
                assertTrue(database.logBytes() > 100 * MEGABYTE, "the log cannot be truncated");
                await().until(() -> !lines.list.isEmpty());
                write(database, 1);
                assertEquals(0, count(statement), "the reader sees its snapshot");
                statement.execute("COMMIT");
            }
            // without further writes
            await().until(() -> database.logBytes() == 0);
            await().until(() -> lines.list.size() == 2);
            assertTrue(database.bytes() > 100 * MEGABYTE);
            List<String> logged =
                    lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
            assertTrue(logged.get(0).contains("reader keeps an old state open"), logged::toString);
            assertTrue(logged.get(1).contains("short again"), logged::toString);

            write(database, 60);
            assertTrue(database.logBytes() < 50 * MEGABYTE, "commits checkpoint again");
            assertEquals(
                    161, (long) database.read(handle -> handle.createQuery("SELECT count(*) FROM messages_of_the_test")
                            .mapTo(Long.class)
                            .one()));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM messages_of_the_test")) {
            return rows.getLong(1);
        }
    }
}
