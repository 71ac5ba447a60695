package chat.testing;

import chat.app.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the tests of a class. Registered in a static field, it is shared by all tests. Registered in an instance
 * field, each test gets a new one.
 */
public final class RunningServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Map<String, String> environment;
    private boolean isShared;
    private Path folder;
    private TestServer server;

    public RunningServer() {
        this(Map.of());
    }

    /** A server with these environment variables. */
    public RunningServer(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        isShared = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!isShared) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (!isShared) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    private void start() throws IOException {
        folder = Files.createTempDirectory("chat");
        server = TestServer.start(folder, environment);
    }

    private void stop() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public TestServer get() {
        return server;
    }

    public MutableClock clock() {
        return server.clock;
    }

    /** A visitor without an account. */
    public Person visitor() {
        return server.visitor();
    }

    /** A newly registered user, with a unique name that begins with this one. */
    public Person person(String name) {
        return server.register(uniqueName(name));
    }

    public String uniqueName(String name) {
        return name + "-" + NAMES.incrementAndGet();
    }
}
