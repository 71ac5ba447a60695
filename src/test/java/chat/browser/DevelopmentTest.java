package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code DEV=on}, the browser loads the plain modules and style sheets. */
class DevelopmentTest extends BrowserTest {
    @Override
    Map<String, String> environment() {
        return Map.of("DEV", "on");
    }

    @Test
    void thePageWorksFromItsSources() {
        server.register("bob");
        List<String> loaded = new ArrayList<>();
        Device device = device(desktop());
        device.context().onResponse(answer -> {
            if (answer.ok()) {
                loaded.add(answer.url().substring(server.url().length()));
            }
        });
        Tab alices = device.of(server.register("alice")).chat();
        alices.openConversation("bob").send("See example.org");
        assertThat(alices.bubbles()).hasCount(1);
        assertThat(alices.log().getByText("example.org")).hasAttribute("href", "https://example.org");
        for (String file : List.of(
                "js/model/outbox.js",
                "css/messages.css",
                "vendor/bootstrap/css/bootstrap.css",
                "vendor/linkifyjs/dist/linkify.mjs")) {
            assertTrue(loaded.contains("/static/dev/" + file), () -> file + " is not among " + loaded);
        }
    }
}
