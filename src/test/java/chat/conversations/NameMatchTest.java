package chat.conversations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.db.Database;
import chat.db.NameKey;
import chat.testing.NameCases;
import chat.testing.TestDatabase;
import chat.web.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
        String words = Json.write(NameKey.words(query));
        return database
                .read(handle -> handle.attach(ConversationDao.class)
                        .matchingRoomPositions(1, words, elsewhere, Long.MAX_VALUE, Long.MAX_VALUE, 1_000))
                .stream()
                .anyMatch(position -> position.roomId() == roomId);
    }
}
