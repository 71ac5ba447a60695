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

/** A real server on a free port, with a real SQLite file and a clock that tests can advance. */
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

    /** Starts a server with its database in this folder, which is empty or was used by such a server. */
    public static TestServer start(Path folder) {
        return start(folder, Map.of());
    }

    /** Starts a server with these variables. By default hashing is fast and nothing is rate limited. */
    public static TestServer start(Path folder, Map<String, String> environment) {
        return new TestServer(TestDatabase.url(folder), environment, Deadlines.defaults());
    }

    /** Starts a server with these deadlines for slow clients. */
    public static TestServer start(Path folder, Deadlines deadlines) {
        return new TestServer(TestDatabase.url(folder), Map.of(), deadlines);
    }

    /** Starts a server with this SQLite file. */
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

    /** Stops the server and starts it again on the same port and database. */
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

    /** For tests of operations that later features will use. */
    public Messages messages() {
        return chat.messages();
    }

    /** The database that the server has open. */
    public Database readers() {
        return chat.database();
    }

    /** The SQLite file, for tests about it. */
    public Path database() {
        return TestDatabase.file(database);
    }

    /** Another connection to the database. */
    public Connection connect() throws SQLException {
        return TestDatabase.connect(database);
    }

    /** Another connection, which cannot write. */
    public Connection connectToRead() throws SQLException {
        return TestDatabase.connectToRead(database);
    }

    /** A visitor without an account. */
    public Person visitor() {
        return new Person(this);
    }

    /** A newly registered user with the password {@link Person#PASSWORD}. */
    public Person register(String username) {
        return visitor().register(username);
    }

    @Override
    public void close() {
        stop();
    }
}
