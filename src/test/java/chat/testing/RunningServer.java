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
 * A server for the tests of a class: registered as a static field, one for all of them; as any other field, a new one
 * for each.
 */
public final class RunningServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final Map<String, String> environment;
    private boolean forAll;
    private Path folder;
    private TestServer server;

    public RunningServer() {
        this(Map.of());
    }

    /** One with an environment of its own. */
    public RunningServer(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        forAll = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!forAll) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (!forAll) {
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

    /** Somebody who has a browser but no account. */
    public Person visitor() {
        return server.visitor();
    }

    /** Somebody who has just registered, by a name that begins so and is nobody else's. */
    public Person person(String name) {
        return server.register(uniqueName(name));
    }

    public String uniqueName(String name) {
        return name + "-" + PEOPLE.incrementAndGet();
    }
}
