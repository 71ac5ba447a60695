package chat.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The unit tests of the page's modules, in {@code src/test/js}. They run in the browser, without a server. */
@ExtendWith(SystemBrowser.class)
class ModulesTest {
    /** Nothing listens there. The browser takes it as a secure origin, like the chat's own. */
    private static final String ORIGIN = "http://localhost:1";

    private static final Path TESTS = Path.of("src", "test", "js");

    /** The cases that tests of the server read too. */
    private static final Path TABLES = Path.of("src", "test", "resources");

    private static final Path LIBRARIES = Path.of("target", "classes", "assets", "vendor");

    @TestFactory
    Stream<DynamicContainer> everyModule() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<String> tests = files.map(file -> TESTS.relativize(file).toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
            assertFalse(tests.isEmpty());
            return tests.stream().map(name -> dynamicContainer(name, results(name)));
        }
    }

    /** Runs all tests of a file, in a page of its own. */
    private static Stream<DynamicNode> results(String name) {
        try (BrowserContext context = SystemBrowser.browser().newContext(BrowserTest.desktop())) {
            Page page = context.newPage();
            page.route(ORIGIN + "/**", ModulesTest::answer);
            page.navigate(ORIGIN + "/");
            List<?> results = (List<?>) page.evaluate(
                    "async (name) => { await import(`/${name}`); return (await import('/harness.js')).runAll(); }",
                    name);
            assertFalse(results.isEmpty(), name + " has no test");
            return results.stream().map(Map.class::cast).map(ModulesTest::result);
        }
    }

    private static DynamicNode result(Map<?, ?> result) {
        return dynamicTest((String) result.get("name"), () -> assertNull(result.get("fault")));
    }

    private static void answer(Route route) {
        String path = route.request().url().substring(ORIGIN.length() + 1);
        if (path.isEmpty()) {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<!doctype html><title>test</title>"));
            return;
        }
        Path file = file(path);
        if (Files.isRegularFile(file)) {
            route.fulfill(
                    new Route.FulfillOptions().setContentType("text/javascript").setPath(file));
        } else {
            route.fulfill(new Route.FulfillOptions().setStatus(404));
        }
    }

    private static Path file(String path) {
        if (path.startsWith("static/vendor/")) {
            return LIBRARIES.resolve(path.substring("static/vendor/".length()));
        }
        if (path.startsWith("static/")) {
            return Path.of(path);
        }
        return (path.endsWith(".json") ? TABLES : TESTS).resolve(path);
    }
}
