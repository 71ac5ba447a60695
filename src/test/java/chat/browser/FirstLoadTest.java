package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The requests that the pages make. */
class FirstLoadTest extends BrowserTest {
    /** In bytes, compressed. */
    private static final int BUDGET = 110_000;

    private static final int MOST_REQUESTS = 20;

    @Test
    void noOtherHostIsContactedAndNoFileIsMissing() {
        Person bob = server.register("bob");
        List<String> requested = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Device device = device(desktop());
        device.context().onRequest(request -> requested.add(request.url()));
        device.context().onResponse(response -> {
            if (response.status() >= 400) {
                missing.add(response.status() + " " + response.url());
            }
        });
        Tab tab = device.visit("/");
        tab.page.onWebSocket(socket -> requested.add(socket.url().replaceFirst("^ws", "http")));
        assertAllReferencesExist(tab);
        tab.register("alice");
        assertAllReferencesExist(tab);
        tab.openConversation("bob").send("See https://example.org/picture.png");
        Chatter.send(bob, new Person(server).login("alice"), "http://example.net/");
        assertThat(tab.bubbles()).hasCount(2);
        tab.button("New group").click();
        tab.page.keyboard().press("Escape");
        tab.logout();
        tab.login("alice");

        assertEquals(List.of(), missing);
        assertTrue(requested.contains(server.url() + "/ws"), "the socket is not among the requests");
        assertEquals(
                List.of(),
                requested.stream()
                        .filter(url -> !url.startsWith(server.url() + "/") && !url.matches("(data|blob):.*"))
                        .toList());
    }

    /** Includes icons and the manifest, which a headless browser does not load by itself. */
    private static void assertAllReferencesExist(Tab tab) {
        List<?> references = (List<?>)
                tab.page.evaluate(
                        "[...document.querySelectorAll('link[href], script[src], img[src]')].map((node) => node.href || node.src)");
        assertTrue(references.size() >= 5);
        for (Object reference : references) {
            String url = (String) reference;
            if (!url.startsWith("data:")) {
                assertEquals(200, tab.page.request().get(url).status(), url);
                if (url.endsWith(".webmanifest")) {
                    assertIconExists(tab, url);
                }
            }
        }
    }

    private static void assertIconExists(Tab tab, String manifest) {
        String icon = tab.page.request().get(manifest).text().replaceAll("(?s).*\"src\": *\"([^\"]+)\".*", "$1");
        String url = URI.create(manifest).resolve(icon).toString();
        assertEquals(200, tab.page.request().get(url).status(), url);
    }

    @Test
    void theFirstLoadOfTheChatIsSmallAndInFewRequests() {
        Person alice = server.register("alice");
        server.register("bob");
        Tab tab = device(desktop()).of(alice).newTab();
        CDPSession devtools = tab.device().context().newCDPSession(tab.page);
        Map<String, String> urls = new TreeMap<>();
        Map<String, Integer> sizes = new TreeMap<>();
        devtools.on(
                "Network.requestWillBeSent",
                (JsonObject event) -> urls.put(
                        event.get("requestId").getAsString(),
                        event.getAsJsonObject("request").get("url").getAsString()));
        devtools.on(
                "Network.dataReceived",
                (JsonObject event) -> sizes.merge(
                        urls.get(event.get("requestId").getAsString()),
                        event.get("encodedDataLength").getAsInt(),
                        Integer::sum));
        devtools.send("Network.enable");
        tab.visit("/chat").connected();
        assertThat(tab.row("bob")).isVisible();

        int sum = sizes.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(sizes.keySet().stream().anyMatch(url -> url.contains("/static/js/chat-")), "only " + sizes.keySet());
        assertTrue(urls.size() <= MOST_REQUESTS, urls.size() + " requests: " + urls.values());
        assertTrue(sum < BUDGET, sum + " bytes: " + sizes);
    }
}
