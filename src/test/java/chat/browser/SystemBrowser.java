package chat.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The Chromium installed on this machine, started once for all browser tests of a run. Nothing is downloaded. */
final class SystemBrowser implements BeforeAllCallback {
    /** How long an assertion waits to become true, in ms. */
    static final double TIMEOUT = 10_000;

    /** The shell has no window and no interface of its own, so each page costs much less time. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    private static final String NONE =
            """

            ======================================================================
             THE BROWSER TESTS WERE SKIPPED: no Chromium or Chrome was found.
             Install one (Debian: apt install chromium-headless-shell), so that one of
             %s
             is on the PATH. With REQUIRE_BROWSER=1 this is a failure.
            ======================================================================
            """
                    .formatted(String.join(", ", NAMES));

    private static Started started;

    /** Closed by JUnit when the run ends. */
    record Started(Playwright playwright, Browser browser, Path executable) implements AutoCloseable {
        @Override
        public void close() {
            playwright.close();
        }
    }

    static Browser browser() {
        return started.browser();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Path> executable = find();
        if (executable.isEmpty()) {
            System.err.println(NONE);
            if ("1".equals(System.getenv("REQUIRE_BROWSER"))) {
                throw new AssertionError(NONE);
            }
            Assumptions.abort("No browser was found");
        }
        started = context.getRoot()
                .getStore(Namespace.create(SystemBrowser.class))
                .getOrComputeIfAbsent(Started.class, key -> start(executable.orElseThrow()), Started.class);
    }

    /** Starts the browser for a program that is not a test. The caller closes it. */
    static Started open() {
        started = start(find().orElseThrow(() -> new IllegalStateException("No Chromium or Chrome was found")));
        return started;
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Started start(Path executable) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT);
        return new Started(playwright, playwright.chromium().launch(options(executable)), executable);
    }

    /** The launch options, for a test that needs a browser of its own. */
    static LaunchOptions options() {
        return options(started.executable());
    }

    private static LaunchOptions options(Path executable) {
        return new LaunchOptions()
                .setExecutablePath(executable)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
    }
}
