package chat.conversations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.conversations.ConversationDao.RoomPosition;
import chat.conversations.ConversationDao.UserPosition;
import chat.db.Database;
import chat.db.NameKey;
import chat.testing.NameCases;
import chat.testing.TestDatabase;
import chat.web.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database matches names as the table says, which the page follows too. */
class NameMatchTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void makeDatabase() {
        database = TestDatabase.open(folder);
        TestDatabase.addUsers(database, "alice");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void namesMatchAsTheTableSays() {
        assertAll(NameCases.read().matches().stream()
                .map(row -> () -> assertEquals(row.found(), found(row.name(), row.query()), row.toString())));
    }

    @Test
    @Tag("sqlite")
    void namesOfAnOlderDatabaseAreFound() throws SQLException {
        Path file = folder.resolve("older.db");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration")
                .target("7")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO users (id, username, username_key, password_hash, created_at, last_seen)
                    VALUES (1, 'alice', 'alice', 'x', 0, 0), (2, 'Bob.Sayed', 'bob.sayed', 'x', 0, 0)""");
            statement.execute(
                    """
                    INSERT INTO rooms (id, kind, name, low_user_id, high_user_id, creator_id, created_at)
                    VALUES (1, 'group', 'Café Łódź', NULL, NULL, 1, 0), (2, 'direct', NULL, 1, 2, 1, 0)""");
            statement.execute(
                    """
                    INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
                    VALUES (1, 1, 'owner', 0, 0, 0), (2, 1, 'member', 0, 0, 0), (2, 2, 'member', 0, 0, 0)""");
        }
        try (Database older = Database.open(file)) {
            assertEquals(List.of(1L), rooms(older, "lodz CAFE", 0));
            assertEquals(List.of(2L), rooms(older, "say", 0));
            assertEquals(List.of(2L), rooms(older, "aye", 1));
            assertEquals(List.of(2L), users(older, "sayed bob"));
            assertEquals(List.of(), users(older, "lodz"));
        }
    }

    private static List<Long> rooms(Database database, String query, int elsewhere) {
        String words = Json.write(NameKey.words(query));
        return database
                .read(handle -> handle.attach(ConversationDao.class)
                        .matchingRoomPositions(1, words, elsewhere, Long.MAX_VALUE, Long.MAX_VALUE, 1_000))
                .stream()
                .map(RoomPosition::roomId)
                .toList();
    }

    private static List<Long> users(Database database, String query) {
        String words = Json.write(NameKey.words(query));
        return database
                .read(handle -> handle.attach(ConversationDao.class).offlinePositions("[]", words, 0, 0, "", 1_000))
                .stream()
                .map(UserPosition::id)
                .toList();
    }

    private String found(String name, String query) {
        long id = createGroup(name);
        if (isFound(id, query, 0)) {
            return isFound(id, query, 1) ? "both" : "beginning";
        }
        return isFound(id, query, 1) ? "inside" : "no";
    }

    private long createGroup(String name) {
        return database.write(handle -> {
                    long id = handle.createQuery(
                                    """
                                    INSERT INTO rooms (kind, name, search_key, creator_id, created_at)
                                    VALUES ('group', :name, :key, 1, 0) RETURNING id""")
                            .bind("name", name)
                            .bind("key", NameKey.of(name))
                            .mapTo(Long.class)
                            .one();
                    handle.execute(
                            """
                            INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
                            VALUES (?, 1, 'owner', 0, 0, 0)""",
                            id);
                    return id;
                })
                .join();
    }

    private boolean isFound(long roomId, String query, int elsewhere) {
        return rooms(database, query, elsewhere).contains(roomId);
    }
}
