package chat.app;

import chat.testing.MutableClock;
import chat.testing.Person;
import io.javalin.Javalin;
import java.net.URI;
import java.nio.file.Path;

/** The real server, on a port that is free and a real SQLite file, with a clock that a test moves. */
public final class TestServer implements AutoCloseable {
    /** Fast to hash with, nothing else. */
    private static final int BCRYPT_COST = 4;

    public final MutableClock clock = new MutableClock();
    private final Path database;
    private final URI publicUrl;
    private Chat chat;

    private TestServer(Path database, URI publicUrl) {
        this.database = database;
        this.publicUrl = publicUrl;
        chat = open(0);
    }

    /** Keeps its database in that folder, which is empty or one that such a server left. */
    public static TestServer start(Path folder) {
        return new TestServer(folder.resolve("messaging.db"), null);
    }

    /** One that is told the address people use. */
    public static TestServer start(Path folder, URI publicUrl) {
        return new TestServer(folder.resolve("messaging.db"), publicUrl);
    }

    private Chat open(int port) {
        return new Chat(new Config("127.0.0.1", port, database, publicUrl, BCRYPT_COST, false), clock).start();
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

    public Path database() {
        return database;
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
