package chat.testing;

import chat.db.Database;
import chat.db.NameKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/**
 * The database of a test: a SQLite file in the test's own folder, or the one that {@code TEST_DATABASE_URL} names. In
 * that URL {@code {folder}} is replaced by the folder's path and {@code {name}} by the name of the folder. Code that
 * depends on the database is here. Tests about the SQLite file itself have the tag {@code sqlite}.
 */
public final class TestDatabase {
    /** Begins a transaction that blocks all other writers. */
    public static final String HOLD_WRITES = "BEGIN IMMEDIATE";

    /** A query for the names of all tables. */
    public static final String TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'";

    private static final String SQLITE = "sqlite:";
    private static final String URL =
            System.getenv().getOrDefault("TEST_DATABASE_URL", SQLITE + "{folder}/messaging.db");

    private TestDatabase() {}

    /** The {@code DATABASE_URL} for a test with this folder. */
    public static String url(Path folder) {
        return URL.replace("{folder}", folder.toString())
                .replace("{name}", folder.getFileName().toString());
    }

    /** The {@code DATABASE_URL} of a SQLite file, for tests about such a file. */
    public static String url(String file) {
        return SQLITE + file;
    }

    /** The SQLite file of a {@code DATABASE_URL}. */
    public static Path file(String url) {
        return Path.of(url.substring(SQLITE.length()));
    }

    /** Opens the database as a server does. */
    public static Database open(Path folder) {
        return Database.open(file(url(folder)));
    }

    /** Adds users who cannot log in. In an empty database the first has the id 1, the next 2, and so on. */
    public static void addUsers(Database database, String... usernames) {
        database.write(handle -> {
                    for (String username : usernames) {
                        handle.execute(
                                """
                                INSERT INTO users (
                                    username, username_key, search_key, password_hash, created_at, last_seen)
                                VALUES (?, ?, ?, 'x', 0, 0)""",
                                username,
                                username,
                                NameKey.of(username));
                    }
                    return null;
                })
                .join();
    }

    /** A query for the names of a table's columns. */
    public static String columns(String table) {
        return "SELECT name FROM pragma_table_info('" + table + "')";
    }

    /** An expression for a column's value as readable text, also if it is null or holds bytes. */
    public static String quoted(String column) {
        return "quote(" + column + ")";
    }

    /** A connection in addition to the server's. */
    public static Connection connect(String url) throws SQLException {
        return connect(url, false);
    }

    /** A read-only connection. */
    public static Connection connectToRead(String url) throws SQLException {
        return connect(url, true);
    }

    private static Connection connect(String url, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(5_000);
        return DriverManager.getConnection("jdbc:" + url, config.toProperties());
    }
}
