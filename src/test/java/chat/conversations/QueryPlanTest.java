package chat.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list costs no more for a large group than for a small one: nothing in it reads all members, or sorts them. */
@Tag("sqlite")
class QueryPlanTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeDatabase() {
        file = folder.resolve("chat.db");
        Database.open(file).close();
    }

    private List<String> plan(String query) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + query)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return steps;
    }

    @Test
    void theLowestMarksOfAGroupAreLookedUp() throws SQLException {
        List<String> steps = plan(
                """
                WITH page AS (
                    SELECT room_id, read_seq, own_ahead FROM memberships
                     WHERE user_id = 1 AND removed = 0 AND room_id IN (1, 2))
                """
                        + ConversationDao.ROOMS.replace(":me", "1"));
        String all = steps.toString();
        assertEquals(
                2,
                steps.stream()
                        .filter(step -> step.contains("memberships_marks"))
                        .count(),
                all);
        assertFalse(all.contains("SCAN") || all.contains("B-TREE"), all);
    }

    @Test
    void aPageOfUsersBeginsWhereItIsWanted() throws SQLException {
        String all =
                plan("""
                        SELECT id, 1 AS offline, username_key FROM users
                         WHERE id NOT IN (SELECT value FROM json_each('[1]')) AND deleted_at IS NULL
                           AND username_key > 'b' AND ('' = '' OR instr(username_key, '') > 0)
                         ORDER BY username_key LIMIT 50""")
                        .toString();
        assertTrue(all.contains("(username_key>?)"), all);
        assertFalse(all.contains("SCAN users") || all.contains("ORDER BY"), all);
    }
}
