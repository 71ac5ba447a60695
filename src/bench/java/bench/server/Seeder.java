package bench.server;

import chat.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Fills a new database according to a {@link SeedPlan}. It bypasses the server, because ten thousand registrations
 * would take ten thousand password hashes. SQLite generates the rows itself: ten million take a minute.
 */
public final class Seeder {
    /** The password of every user, so that a run can include logins. */
    public static final String PASSWORD = "a password for all";

    private static final int BCRYPT_COST = 12;
    private static final long HOUR_MS = 3_600_000;

    private final Connection connection;
    private final SeedPlan plan;
    private final long now = System.currentTimeMillis();

    private Seeder(Connection connection, SeedPlan plan) {
        this.connection = connection;
        this.plan = plan;
    }

    /** @param file a path at which no file exists yet */
    public static void seed(Path file, SeedPlan plan) {
        Database.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            new Seeder(connection, plan).fill();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not seed " + file, e);
        }
        flush(file);
    }

    private void fill() throws SQLException {
        execute("PRAGMA journal_mode = OFF");
        execute("PRAGMA synchronous = OFF");
        execute("PRAGMA cache_size = -1000000");
        connection.setAutoCommit(false);
        users();
        sessions();
        if (plan.group() > 0) {
            group();
        }
        if (plan.pairs()) {
            pairs();
        }
        if (plan.rooms() > 0) {
            rooms();
        }
        connection.commit();
        connection.setAutoCommit(true);
        execute("PRAGMA journal_mode = WAL");
    }

    /** All were last seen an hour ago, so that nobody is online. */
    private void users() throws SQLException {
        execute(
                """
                INSERT INTO users (id, username, username_key, search_key, password_hash, created_at, last_seen)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                SELECT i, 'user' || i, 'user' || i, ' user' || i, ?, ?, ? FROM n""",
                plan.users(),
                BCrypt.hashpw(PASSWORD, BCrypt.gensalt(BCRYPT_COST)),
                now - HOUR_MS,
                now - HOUR_MS);
    }

    private void sessions() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sessions (token_hash, user_id, created_at, last_used_at) VALUES (?, ?, ?, ?)")) {
            for (int userId = 1; userId <= plan.users(); userId++) {
                insert.setBytes(1, Tokens.sha256(Tokens.derived(userId)));
                insert.setInt(2, userId);
                insert.setLong(3, now);
                insert.setLong(4, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void group() throws SQLException {
        execute(
                "INSERT INTO rooms (id, kind, name, search_key, creator_id, created_at, rev)"
                        + " VALUES (1, 'group', 'All', ' all', 1, ?, 1)",
                now);
        execute(
                """
                INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev, in_group)
                SELECT 1, id, iif(id = 1, 'owner', 'member'), 0, 1, 1, 1 FROM users WHERE id <= ?""",
                plan.group());
    }

    /** Each conversation has one message, because it is the first message that creates a conversation. */
    private void pairs() throws SQLException {
        execute(
                """
                INSERT INTO rooms (id, kind, low_user_id, high_user_id, creator_id, created_at,
                                   last_seq, rev, last_message_id)
                SELECT ? + id / 2, 'direct', id, id + 1, id, ?, 1, 1, id / 2 + 1
                  FROM users WHERE id % 2 = 1 AND id < ?""",
                plan.firstRoom(), now, plan.users());
        execute(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                SELECT id, 1, last_message_id, 1, creator_id, 'Hello', 'seed-' || id, created_at
                  FROM rooms WHERE kind = 'direct'""");
        membersOfDirectRooms();
    }

    private void rooms() throws SQLException {
        execute(
                """
                INSERT INTO rooms (id, kind, low_user_id, high_user_id, creator_id, created_at,
                                   last_seq, rev, last_message_id)
                SELECT ?1 + id - 2, 'direct', 1, id, 1, ?2, ?3, ?3, (?3 - 1) * ?4 + id - 1
                  FROM users WHERE id BETWEEN 2 AND ?4 + 1""",
                plan.firstRoom(),
                now,
                plan.messagesInRoom(),
                plan.rooms());
        membersOfDirectRooms();
        List<String> indexes = dropIndexesOfMessages();
        for (int i = 0; i < plan.rooms(); i++) {
            messages(plan.firstRoom() + i, i + 2);
        }
        // Sorting all rows once is faster than a search for each row.
        for (String index : indexes) {
            execute(index);
        }
    }

    private void membersOfDirectRooms() throws SQLException {
        for (String user : List.of("low_user_id", "high_user_id")) {
            execute(
                    """
                    INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
                    SELECT id, %s, 'member', last_seq, 0, 0 FROM rooms WHERE kind = 'direct'"""
                            .formatted(user));
        }
    }

    /** Returns the statements that create the indexes again. */
    private List<String> dropIndexesOfMessages() throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT name, sql FROM sqlite_master"
                        + " WHERE type = 'index' AND tbl_name = 'messages' AND sql IS NOT NULL")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                statements.add(rows.getString(2));
            }
        }
        for (String name : names) {
            execute("DROP INDEX " + name);
        }
        return statements;
    }

    /** User 1 and the other write in turn, one message a second. The ids follow {@link SeedPlan#messageId}. */
    private void messages(int room, int other) throws SQLException {
        execute(
                """
                INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                SELECT ?2, i, (i - 1) * ?3 + ?4, i, iif(i % 2 = 1, 1, ?5),
                       substr('Message ' || i || ' lorem ipsum dolor sit amet, consectetur adipiscing elit', 1, 60),
                       'seed-' || ?2 || '-' || i, ?6 - (?1 - i) * 1000
                  FROM n""",
                plan.messagesInRoom(), room, plan.rooms(), plan.messageId(room, 1), other, now);
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Otherwise the kernel would write the file to the disk during the run. */
    private static void flush(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
