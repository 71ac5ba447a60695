package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Backups;
import chat.db.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database file has one server, because the users of two servers would not get each other's messages. */
@Tag("sqlite")
class SecondServerTest {
    @TempDir
    Path folder;

    private Path elsewhere;
    private Program program;

    @BeforeEach
    void inAFolder() throws IOException {
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        program = new Program(elsewhere);
    }

    private Map<String, String> on(Path database) {
        return Map.of("DATABASE_URL", database.toString());
    }

    @Test
    void aSecondServerIsRefused() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            program.run(on(server.database())).expectOneSentence(1, "in use by a running server");
            Path link = Files.createSymbolicLink(elsewhere.resolve("link.db"), server.database());
            program.run(on(link)).expectOneSentence(1, "in use by a running server");
            server.register("alice");
        }
    }

    @Test
    void aSecondServerInTheSameProcessIsRefusedAndTheFirstKeepsItsLock() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            assertThrows(StorageException.class, () -> TestServer.start(folder));
            System.gc();
            program.run(on(server.database())).expectOneSentence(1, "in use by a running server");
        }
    }

    @Test
    void aKilledServerLeavesNoLock() throws IOException, InterruptedException {
        Path database = folder.resolve("messaging.db");
        Process first = program.start(on(database));
        await().until(() -> program.read("out").contains("ready"));
        first.destroyForcibly().waitFor();
        Process second = program.start(on(database));
        try {
            await().until(() -> program.read("out").contains("ready"));
        } finally {
            second.destroy();
        }
        program.end(second);
    }

    @Test
    void commandsThatReplaceTheDatabaseAreRefusedWhileTheServerRuns()
            throws IOException, InterruptedException, SQLException {
        try (TestServer server = TestServer.start(folder)) {
            server.register("alice");
            Map<String, String> here = on(server.database());
            Path copy = folder.resolve("copy.db");
            assertEquals(0, program.run(here, "backup", copy.toString()).status());
            assertEquals(0, program.run(here, "reset-link", "alice").status());
            program.run(here, "restore", copy.toString(), "--force").expectOneSentence(1, "in use");
            program.run(on(copy), "backup", server.database().toString(), "--force")
                    .expectOneSentence(1, "in use");
            program.run(here, "import", oldDatabase().toString()).expectOneSentence(1, "in use");
            server.register("bob");
        }
    }

    private Path oldDatabase() throws SQLException {
        Path file = folder.resolve("old.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE users (id, username, password_hash, created_at, last_seen)");
            statement.execute(
                    "CREATE TABLE messages (id, sender_id, receiver_id, message_content, timestamp, is_read)");
        }
        return file;
    }

    @Test
    void theLockFileStaysAndIsAccessibleByItsOwnerOnly() throws IOException {
        Path lock = folder.resolve("messaging.db.lock");
        TestServer server = TestServer.start(folder);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
        server.stop();
        assertEquals(0, Files.size(lock));
        Path copy = folder.resolve("copy.db");
        Backups.backup(server.database(), copy, false);
        assertTrue(Files.notExists(folder.resolve("copy.db.lock")), "a backup has none");
        Backups.restore(copy, server.database(), true);
        server.resume(0);
        server.close();
    }

    @Test
    void anUnusableLockFileIsReported() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("messaging.db.lock"), "a letter ".repeat(1_000));
        program.run(on(folder.resolve("messaging.db"))).expectOneSentence(1, "messaging.db.lock");
    }
}
