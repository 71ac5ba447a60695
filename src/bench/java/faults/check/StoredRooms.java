package faults.check;

import faults.client.ChatClient;
import faults.client.Message;
import faults.client.Promise;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * Compares the database file, read without the server, with the promises to the clients. Every text is sent once in a
 * run, so a text that is stored twice is a duplicated message, whatever its client id.
 */
public final class StoredRooms {
    private record Row(Message message, long lastSeq, long roomRev) {}

    private final Path file;

    public StoredRooms(Path file) {
        this.file = file;
    }

    public long check(List<ChatClient> clients, Findings findings) {
        List<Row> rows = rows();
        checkOrder(rows, findings);
        Map<String, Message> byContent = new HashMap<>();
        for (Row row : rows) {
            Message message = row.message();
            Message other = byContent.put(message.content(), message);
            if (other != null) {
                findings.add(Findings.Kind.DOUBLED, "stored as " + other + " and as " + message);
            }
        }
        clients.forEach(client -> checkPromises(client, byContent, findings));
        return rows.size();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        query(
                """
                SELECT messages.*, rooms.last_seq, rooms.rev AS room_rev
                  FROM messages JOIN rooms ON rooms.id = room_id ORDER BY room_id, seq""",
                found -> rows.add(new Row(message(found), found.getLong("last_seq"), found.getLong("room_rev"))));
        return rows;
    }

    private static Message message(ResultSet found) throws SQLException {
        return new Message(
                found.getLong("id"),
                found.getLong("room_id"),
                found.getLong("seq"),
                found.getLong("rev"),
                found.getLong("sender_id"),
                found.getString("message_content"),
                found.getString("client_id"));
    }

    private static void checkOrder(List<Row> rows, Findings findings) {
        Set<Long> ids = new HashSet<>();
        Set<Long> revs = new HashSet<>();
        Message before = null;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Message message = row.message();
            boolean isFirst = before == null || before.roomId() != message.roomId();
            if (isFirst) {
                revs.clear();
            }
            if (message.seq() != (isFirst ? 1 : before.seq() + 1)) {
                findings.add(Findings.Kind.GAP, "before " + message);
            }
            if (!revs.add(message.rev()) || message.rev() > row.roomRev() || !ids.add(message.id())) {
                findings.add(Findings.Kind.GAP, "invalid or duplicate rev or id in " + message);
            }
            boolean isLast = i + 1 == rows.size() || rows.get(i + 1).message().roomId() != message.roomId();
            if (isLast && message.seq() != row.lastSeq()) {
                findings.add(Findings.Kind.GAP, "last_seq is " + row.lastSeq() + " after " + message);
            }
            before = message;
        }
    }

    private static void checkPromises(ChatClient client, Map<String, Message> byContent, Findings findings) {
        for (Promise promise : client.promises()) {
            Message stored = byContent.get(promise.content());
            if (stored == null
                    || (promise.message() != null && !promise.message().equals(stored))) {
                findings.add(Findings.Kind.LOST, "promised " + promise + ", stored " + stored);
            }
        }
    }

    /** Runs SQLite's integrity check on the whole file. */
    public void checkIntegrity(Findings findings) {
        query("PRAGMA integrity_check", found -> {
            if (!found.getString(1).equals("ok")) {
                findings.add(Findings.Kind.CORRUPT, found.getString(1));
            }
        });
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be read", e);
        }
    }
}
