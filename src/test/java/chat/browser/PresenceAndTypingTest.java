package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.TestSocket;
import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceAndTypingTest extends BrowserTest {
    private static final Pattern ONLINE = Pattern.compile("online");
    private static final String GREEN = "rgb(29, 127, 71)";

    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @Test
    void typingIsShownInTheConversationAndInTheList() {
        Tab alices = open(alice).openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        bobs.type("Well");
        assertThat(alices.typing()).hasText("bob is typing");
        assertThat(alices.typing()).isVisible();
        assertThat(alices.presence()).isHidden();
        assertThat(alices.row("bob")).containsText("typing…");

        bobs.type("");
        assertThat(alices.typing()).isEmpty();
    }

    @Test
    void aMessageEndsTyping() {
        Tab alices = open(alice).openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        bobs.type("Well");
        assertThat(alices.typing()).hasText("bob is typing");
        bobs.messageField().press("Enter");
        alices.shows("Well");
        assertThat(alices.typing()).isEmpty();
    }

    @Test
    void typingExpiresOnTheServer() {
        Tab alices = open(alice).openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        try (TestSocket toAlice = alice.connect()) {
            bobs.type("Well");
            assertThat(alices.typing()).hasText("bob is typing");
            server.clock.pass(Duration.ofSeconds(7));
            toAlice.await("stop_typing");
            assertThat(alices.typing()).isEmpty();
        }
    }

    @Test
    void typingExpiresOnThePageWhenTheServerIsSilent() {
        Tab alices = device(desktop()).of(alice).newTab();
        alices.page.clock().install();
        alices.visit("/chat").connected().openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        bobs.type("Well");
        assertThat(alices.typing()).hasText("bob is typing");
        server.clock.stop(); // so that the server never ends it
        alices.page.clock().fastForward(8500);
        assertThat(alices.typing()).isEmpty();
    }

    @Test
    void theDotIsGreenUntilAUserWasAwayForFiveMinutes() {
        server.clock.pass(Duration.ofMinutes(6));
        Tab alices = open(alice).openConversation("bob");
        assertThat(alices.row("bob")).not().hasAccessibleName(ONLINE);
        assertThat(alices.presence()).containsText("last seen");
        assertThat(dot(alices)).hasCount(0);

        open(bob);
        assertThat(alices.row("bob")).hasAccessibleName(ONLINE);
        assertThat(alices.presence()).hasText("online");
        assertEquals(GREEN, dot(alices).evaluate("avatar => getComputedStyle(avatar, '::after').backgroundColor"));

        server.clock.pass(Duration.ofMinutes(6));
        assertThat(alices.row("bob")).not().hasAccessibleName(ONLINE);
        assertThat(alices.presence()).containsText("last seen");
        assertThat(dot(alices)).hasCount(0);
    }

    private static Locator dot(Tab tab) {
        return tab.row("bob").locator(".avatar.is-online");
    }
}
