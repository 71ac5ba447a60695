package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.app.TestServer;
import chat.testing.Person;
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.WebSocketRoute;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Messages that the server refuses. */
class RefusedMessageTest extends BrowserTest {
    private boolean refusing = true;

    @Test
    void aRefusedMessageShowsTheReasonAndCanBeRetried() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Device device = device(desktop()).of(alice);
        device.context().routeWebSocket("**/ws", this::refuse);
        Tab tab = device.visit("/chat");
        tab.openConversation("bob").send("refused").send("taken");

        assertThat(tab.log()).containsText("Could not send. Not now, says the test.");
        // Later messages do not wait for it.
        tab.shows("taken", "refused");
        assertThat(tab.log()).not().containsText("Waiting to be sent");

        refusing = false;
        tab.button("Try again").click();
        assertThat(tab.messageField()).isFocused();
        assertThat(tab.log()).not().containsText("Could not send");
        open(bob).openConversation("alice").shows("taken", "refused");
        tab.shows("taken", "refused");
    }

    @Test
    void aRefusedMessageCanBeDeleted() {
        Person alice = server.register("alice");
        server.register("bob");
        Device device = device(desktop()).of(alice);
        device.context().routeWebSocket("**/ws", this::refuse);
        Tab tab = device.visit("/chat");
        tab.openConversation("bob").send("refused");
        tab.button("Delete").click();
        tab.shows();
        assertThat(tab.messageField()).isFocused();
        tab.page.reload();
        tab.isIn("bob");
        assertThat(tab.log()).containsText("No messages yet");
    }

    /** Proxies the socket and permanently refuses the text "refused". */
    private void refuse(WebSocketRoute page) {
        WebSocketRoute toServer = page.connectToServer();
        page.onMessage(frame -> {
            JsonNode event = Json.read(frame.text());
            if (refusing && event.at("/data/message_content").asText().equals("refused")) {
                page.send(Json.write(Map.of(
                        "event",
                        "error",
                        "data",
                        Map.of(
                                "code", "forbidden",
                                "message", "Not now, says the test.",
                                "client_id", event.at("/data/client_id").asText()))));
            } else {
                toServer.send(frame.text());
            }
        });
    }

    @Test
    void aMemberRemovedWhileDisconnectedIsNotifiedAndSendsNothing() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        long room = Chatter.createGroup(alice, "Sailing", bob);
        Tab tab = open(bob);
        tab.tab("Recent").click();
        tab.openConversation("Sailing");

        int port = server.port();
        server.stop();
        tab.send("Am I still in?");
        assertThat(tab.markOf("Am I still in?")).containsText("Waiting to be sent");
        try (TestServer elsewhere = TestServer.start(folder)) {
            Person owner = new Person(elsewhere).login("alice");
            assertEquals(
                    2, owner.delete("/rooms/" + room + "/members/" + bob.id()).status() / 100);
        }
        server.resume(port);

        assertThat(tab.blank()).containsText(Pattern.compile("no longer in|not found"));
        assertThat(tab.row("Sailing")).hasCount(0);
        assertEquals(
                0,
                alice.get("/rooms/" + room + "/messages").json().get("messages").size());
    }
}
