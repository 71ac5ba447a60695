package chat.testing;

import chat.app.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads and changes a server's database directly. */
public final class StoredRows {
    @FunctionalInterface
    private interface Column {
        String of(ResultSet row) throws SQLException;
    }

    private StoredRows() {}

    /** The first column of the first row. */
    public static long number(TestServer server, String query) {
        return Long.parseLong(texts(server, query).get(0));
    }

    /** The first column of each row. */
    public static List<String> texts(TestServer server, String query) {
        return firstColumn(server, query, rows -> rows.getString(1));
    }

    /** The first column of each row, which holds bytes, in hexadecimal. */
    public static List<String> hexadecimals(TestServer server, String query) {
        return firstColumn(server, query, rows -> HexFormat.of().formatHex(rows.getBytes(1)));
    }

    private static List<String> firstColumn(TestServer server, String query, Column column) {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.connectToRead();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(column.of(rows));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    public static void change(TestServer server, String update) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(update);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
