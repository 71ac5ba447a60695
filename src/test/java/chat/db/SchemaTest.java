package chat.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of other versions and of other programs. */
@Tag("sqlite")
class SchemaTest {
    private static final String INSERT =
            """
            INSERT INTO users (username, username_key, password_hash, created_at, last_seen)
            VALUES ('alice', 'alice', 'x', 0, 0)""";

    @TempDir
    Path folder;

    private Path file;
    private Path later;

    @BeforeEach
    void makeFolders() throws IOException {
        file = folder.resolve("chat.db");
        later = Files.createDirectory(folder.resolve("later"));
    }

    private void makeFirstVersion() throws SQLException {
        makeVersion("1");
        execute(INSERT);
    }

    private void makeVersion(String version) {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations(Schema.MIGRATIONS)
                .target(version)
                .load()
                .migrate();
    }

    private void laterMigration(String name, String sql) throws IOException {
        Files.writeString(later.resolve(name), sql);
    }

    private Database openLater() {
        return Database.open(file, Schema.MIGRATIONS, "filesystem:" + later);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Path database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.getLong(1);
        }
    }

    private String refusal() {
        String sentence = assertThrows(StorageException.class, this::openLater).getMessage();
        assertEquals(1, sentence.lines().count(), sentence);
        assertTrue(sentence.contains(file.toString()), sentence);
        return sentence;
    }

    @Test
    void anOlderSchemaIsMigratedAndACopyKept() throws IOException, SQLException {
        makeFirstVersion();
        laterMigration("V9001__later.sql", "ALTER TABLE users ADD COLUMN colour TEXT DEFAULT 'blue';");
        openLater().close();
        assertEquals(1, number(file, "SELECT count(*) FROM users WHERE colour = 'blue'"));

        Path copy = folder.resolve("chat.db.before-v9001");
        assertEquals(1, number(copy, "SELECT count(*) FROM users WHERE username = 'alice'"));
        assertEquals(0, number(copy, "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'colour'"));
        assertEquals(1, number(copy, "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"));
    }

    @Test
    void currentAndNewDatabasesAreNotCopied() throws IOException {
        laterMigration("V9001__later.sql", "ALTER TABLE users ADD COLUMN colour TEXT;");
        openLater().close();
        openLater().close();
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(found -> found.getFileName().toString().contains("before")));
        }
    }

    @Test
    void aFailedMigrationChangesNothing() throws IOException, SQLException {
        makeFirstVersion();
        laterMigration("V9001__later.sql", "ALTER TABLE users ADD COLUMN colour TEXT;");
        laterMigration("V9002__broken.sql", "ALTER TABLE nothing ADD COLUMN colour TEXT;");
        refusal();
        assertEquals(0, number(file, "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'colour'"));
        assertEquals(1, number(folder.resolve("chat.db.before-v9002"), "SELECT count(*) FROM users"));

        laterMigration("V9002__broken.sql", "ALTER TABLE users ADD COLUMN size TEXT;");
        openLater().close();
        assertEquals(
                2, number(file, "SELECT count(*) FROM pragma_table_info('users') WHERE name IN ('colour','size')"));
    }

    @Test
    void aNewerSchemaIsRefusedUnchanged() throws IOException, SQLException {
        laterMigration("V9001__later.sql", "ALTER TABLE users ADD COLUMN colour TEXT;");
        openLater().close();
        execute("PRAGMA journal_mode = DELETE"); // as in a copy that replaced the file
        Files.delete(later.resolve("V9001__later.sql"));
        byte[] before = Files.readAllBytes(file);
        assertTrue(refusal().contains("newer version of this program (its schema is 9001)"));
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(1, number(file, "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'colour'"));
    }

    @Test
    void migrationCountsTheSentBytesOfEachMember() throws SQLException {
        makeVersion("3");
        for (String name : new String[] {"alice", "bob"}) {
            execute(INSERT.replace("alice", name));
        }
        execute(
                """
                INSERT INTO rooms (id, kind, name, low_user_id, high_user_id, creator_id, created_at, last_seq)
                VALUES (1, 'direct', NULL, 1, 2, 1, 0, 4), (2, 'group', 'group', NULL, NULL, 1, 0, 1)""");
        execute(
                """
                INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev, removed)
                VALUES (1, 1, 'member', 1, 0, 0, 0), (1, 2, 'member', 4, 0, 0, 0),
                       (2, 1, 'owner', 1, 1, 1, 0), (2, 2, 'member', 1, 1, 1, 1)""");
        execute(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, timestamp)
                VALUES (1, 1, 1, 1, 1, 'a', 0), (1, 2, 2, 2, 2, 'b', 0), (1, 3, 3, 3, 1, 'ü😀', 0),
                       (1, 4, 4, 4, 1, 'd', 0), (2, 1, 5, 2, 2, 'gone', 0)""");
        Database.open(file, Schema.MIGRATIONS).close();
        assertEquals(2, number(file, "SELECT own_ahead FROM memberships WHERE room_id = 1 AND user_id = 1"));
        assertEquals(8, number(file, "SELECT sent_bytes FROM memberships WHERE room_id = 1 AND user_id = 1"));
        assertEquals(0, number(file, "SELECT own_ahead FROM memberships WHERE room_id = 1 AND user_id = 2"));
        assertEquals(5, number(file, "SELECT sum(sent_bytes) FROM memberships WHERE user_id = 2"));
        assertEquals(2, number(file, "SELECT count(*) FROM memberships WHERE in_group = 1 AND room_id = 2"));
        assertEquals(2, number(file, "SELECT count(*) FROM memberships WHERE in_group = 0 AND room_id = 1"));
    }

    @Test
    void migrationMakesTheSearchKeysOfUsersAndGroups() throws SQLException {
        makeVersion("7");
        execute(INSERT.replace("'alice'", "'Zoë.B'"));
        execute(
                """
                INSERT INTO rooms (id, kind, name, low_user_id, high_user_id, creator_id, created_at)
                VALUES (1, 'group', 'Ça va?', NULL, NULL, 1, 0), (2, 'direct', NULL, 1, 2, 1, 0)""");
        Database.open(file, Schema.MIGRATIONS).close();
        assertEquals(1, number(file, "SELECT count(*) FROM users WHERE search_key = ' zoe. b'"));
        assertEquals(1, number(file, "SELECT count(*) FROM rooms WHERE id = 1 AND search_key = ' ca va?'"));
        assertEquals(1, number(file, "SELECT count(*) FROM rooms WHERE id = 2 AND search_key IS NULL"));
        assertTrue(Files.exists(folder.resolve("chat.db.before-v8")));
    }

    @Test
    void aDatabaseOfThePythonVersionIsRecognisedUnchanged() throws SQLException, IOException {
        execute("CREATE TABLE users (id INTEGER PRIMARY KEY, username, password_hash, created_at, last_seen)");
        execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, sender_id, receiver_id, message_content, is_read)");
        byte[] before = Files.readAllBytes(file);
        assertTrue(refusal().contains("java -jar chat.jar import old.db"));
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedUnchanged() throws SQLException, IOException {
        execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
        byte[] before = Files.readAllBytes(file);
        assertTrue(refusal().contains("not one of this chat"));
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aSchemaIsNotMigratedWhileAnOlderServerRuns() throws IOException, SQLException {
        makeFirstVersion();
        try (Lock server = Lock.ofDatabase(SqliteFile.follow(file))) {
            StorageException refused = assertThrows(StorageException.class, () -> Database.openShared(file));
            assertTrue(refused.getMessage().contains("in use"), refused::getMessage);
        }
        assertEquals(1, number(file, "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"));
        Database.openShared(file).close();
        assertTrue(number(file, "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history") > 1);
    }
}
