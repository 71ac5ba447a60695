package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations and drafts after a reload. */
class HistoryTest extends BrowserTest {
    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
        server.register("carol");
    }

    @Test
    void theConversationIsThereAfterAReload() {
        Chatter.send(bob, alice, "one");
        Tab tab = open(alice).openConversation("bob").send("two");
        assertThat(tab.markOf("two")).containsText("Sent");
        tab.reload().isIn("bob");
        tab.shows("one", "two");
        assertThat(tab.newMessagesLine()).hasCount(0);
    }

    @Test
    void theDraftOfEachConversationIsKeptOverAReload() {
        Tab tab = open(alice).openConversation("bob").type("to bob, half");
        tab.openConversation("carol").type("to carol, half");
        assertThat(tab.row("bob")).containsText("Draft: to bob, half");
        tab.reload().isIn("carol");
        assertThat(tab.messageField()).hasValue("to carol, half");
        tab.openConversation("bob");
        assertThat(tab.messageField()).hasValue("to bob, half");

        tab.send("to bob, whole").reload().isIn("bob");
        assertThat(tab.messageField()).hasValue("");
    }

    @Test
    void draftsBelongToTheUserAndNotToTheBrowser() {
        Tab tab = open(alice).openConversation("carol").type("a secret of alice's");
        tab.logout();
        tab.login("bob").openConversation("carol");
        assertThat(tab.messageField()).hasValue("");
        tab.logout();
        tab.login("alice").openConversation("carol");
        assertThat(tab.messageField()).hasValue("a secret of alice's");
    }
}
