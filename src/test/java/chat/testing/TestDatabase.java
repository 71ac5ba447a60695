package chat.testing;

import chat.db.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Where the tests keep their data: a SQLite file in each test's own folder, or what {@code TEST_DATABASE_URL} names. In
 * that, {@code {folder}} stands for the folder's path and {@code {name}} for its last name. What differs between
 * databases in the tests is here; a test about SQLite's file itself has the tag {@code sqlite}.
 */
public final class TestDatabase {
    /** Begins a transaction beside which nobody else writes. */
    public static final String HOLD_WRITES = "BEGIN IMMEDIATE";

    private static final String SQLITE = "sqlite:";
    private static final String URL =
            System.getenv().getOrDefault("TEST_DATABASE_URL", SQLITE + "{folder}/messaging.db");

    private TestDatabase() {}

    /** The {@code DATABASE_URL} of whatever has this folder to itself. */
    public static String url(Path folder) {
        return URL.replace("{folder}", folder.toString())
                .replace("{name}", folder.getFileName().toString());
    }

    /** The {@code DATABASE_URL} of a SQLite file, for the tests that are about one. */
    public static String url(String file) {
        return SQLITE + file;
    }

    /** The SQLite file of a {@code DATABASE_URL}. */
    public static Path file(String url) {
        return Path.of(url.substring(SQLITE.length()));
    }

    /** Opens it as a server does. */
    public static Database open(Path folder) {
        return Database.open(file(url(folder)));
    }

    /** A connection beside the server's. */
    public static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection("jdbc:" + url);
    }
}
