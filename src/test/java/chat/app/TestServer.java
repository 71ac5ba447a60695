package chat.app;

import chat.db.Database;
import chat.messages.Messages;
import chat.testing.MutableClock;
import chat.testing.Person;
import chat.testing.TestDatabase;
import chat.web.Deadlines;
import io.javalin.Javalin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The real server, on a port that is free and a real SQLite file, with a clock that a test moves. */
public final class TestServer implements AutoCloseable {
    public static final String METRICS_TOKEN = "a-token-of-the-tests";

    public final MutableClock clock = new MutableClock();
    private final String database;
    private final Map<String, String> environment;
    private final Deadlines deadlines;
    private Chat chat;

    private TestServer(String database, Map<String, String> environment, Deadlines deadlines) {
        this.database = database;
        this.environment = environment;
        this.deadlines = deadlines;
        chat = open(0);
    }

    /** Keeps its database in that folder, which is empty or one that such a server left. */
    public static TestServer start(Path folder) {
        return start(folder, Map.of());
    }

    /** One with an environment of its own. Without: fast to hash with, and no limit to what is asked of it. */
    public static TestServer start(Path folder, Map<String, String> environment) {
        return new TestServer(TestDatabase.url(folder), environment, Deadlines.defaults());
    }

    /** One that waits for slow clients as long as this. */
    public static TestServer start(Path folder, Deadlines deadlines) {
        return new TestServer(TestDatabase.url(folder), Map.of(), deadlines);
    }

    /** One that keeps its database in that SQLite file. */
    public static TestServer on(Path database) {
        return new TestServer(TestDatabase.url(database.toString()), Map.of(), Deadlines.defaults());
    }

    private Chat open(int port) {
        Map<String, String> all = new HashMap<>(
                Map.of("BCRYPT_COST", "4", "RATE_LIMITS", "off", "REQUEST_LOG", "off", "METRICS_TOKEN", METRICS_TOKEN));
        all.putAll(environment);
        all.putAll(Map.of("HOST", "127.0.0.1", "PORT", String.valueOf(port), "DATABASE_URL", database));
        try {
            return new Chat(Config.of(all), clock, clock.steady(), deadlines).start();
        } catch (Config.Invalid e) {
            throw new AssertionError(e);
        }
    }

    /** Stops, and begins again on the same port over the same database. */
    public void restart() {
        int port = port();
        stop();
        resume(port);
    }

    public void stop() {
        chat.close();
    }

    public void resume(int port) {
        chat = open(port);
    }

    public int port() {
        return chat.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Javalin javalin() {
        return chat.javalin();
    }

    /** For tests that do what a later feature will. */
    public Messages messages() {
        return chat.messages();
    }

    /** The database as the server has it open. */
    public Database readers() {
        return chat.database();
    }

    /** Its SQLite file, for the tests that are about that. */
    public Path database() {
        return TestDatabase.file(database);
    }

    /** A connection to its database, beside its own. */
    public Connection connect() throws SQLException {
        return TestDatabase.connect(database);
    }

    /** One that cannot write. */
    public Connection connectToRead() throws SQLException {
        return TestDatabase.connectToRead(database);
    }

    /** Somebody who has a browser but no account. */
    public Person visitor() {
        return new Person(this);
    }

    /** Somebody who has just registered, with the password {@link Person#PASSWORD}. */
    public Person register(String username) {
        return visitor().register(username);
    }

    @Override
    public void close() {
        stop();
    }
}
