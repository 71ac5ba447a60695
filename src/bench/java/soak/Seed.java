package soak;

import bench.server.SeedPlan;
import bench.server.Seeder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Creates the database of the soak without the server: people in pairs, and the rooms of the hostile account. */
final class Seed {
    /** The group of which everybody is a member. */
    static final int LARGE_GROUP = 1;

    static final int LARGE_MESSAGES = 200;
    private static final int LARGE_GROUPS = 200;
    private static final String LARGE_TEXT = "\u0001".repeat(4_000);

    private final Connection connection;

    private Seed(Connection connection) {
        this.connection = connection;
    }

    static void make(Path database, int accounts) throws IOException {
        Seeder.seed(database, new SeedPlan(accounts, true, accounts, 0, 0));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            Seed seed = new Seed(connection);
            seed.groups();
            seed.largeMessages();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Adds 200 more groups of the hostile account with all accounts but the people. */
    private void groups() throws SQLException {
        long first = number("SELECT max(id) + 1 FROM rooms");
        execute(
                """
                INSERT INTO rooms (id, kind, name, search_key, creator_id, created_at, rev)
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
                SELECT ?2 + i, 'group', 'Group ' || i, ' group ' || i, ?3, ?4, 1 FROM n""",
                LARGE_GROUPS,
                first,
                TargetInfo.HOSTILE_ACCOUNT,
                System.currentTimeMillis());
        execute(
                """
                INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
                SELECT rooms.id, users.id, iif(users.id = ?1, 'owner', 'member'), 0, 1, 1
                  FROM rooms, users WHERE rooms.id >= ?2 AND users.id >= ?1""",
                TargetInfo.HOSTILE_ACCOUNT,
                first);
    }

    /** Adds large messages to the conversation of the hostile account with its partner. */
    private void largeMessages() throws SQLException {
        long room = number("SELECT id FROM rooms WHERE low_user_id = " + TargetInfo.HOSTILE_ACCOUNT);
        long lastId = number("SELECT max(id) FROM messages");
        execute(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                SELECT ?2, 1 + i, ?3 + i, 1 + i, ?4, ?5, 'large-' || i, ?6 FROM n""",
                LARGE_MESSAGES,
                room,
                lastId,
                TargetInfo.HOSTILE_ACCOUNT,
                LARGE_TEXT,
                System.currentTimeMillis());
        execute(
                "UPDATE rooms SET last_seq = 1 + ?1, rev = 1 + ?1, last_message_id = ?2 WHERE id = ?3",
                LARGE_MESSAGES,
                lastId + LARGE_MESSAGES,
                room);
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                var rows = query.executeQuery()) {
            return rows.getLong(1);
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
