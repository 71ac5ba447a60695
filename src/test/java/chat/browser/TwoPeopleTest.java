package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TwoPeopleTest extends BrowserTest {
    @Test
    void twoPeopleRegisterFindEachOtherAndChat() {
        Tab alice = visitor();
        alice.link("Register here").click();
        alice.register("alice");
        assertThat(alice.allUsers()).containsText("Nobody else is here yet");

        Tab bob = visitor().register("bob");
        alice.reload();

        alice.openConversation("bob");
        bob.openConversation("alice");
        assertThat(bob.log()).containsText("No messages yet");
        alice.send("Hello bob");
        bob.shows("Hello bob");
        bob.type("Hello alice").button("Send").click();
        alice.shows("Hello bob", "Hello alice");
        bob.shows("Hello bob", "Hello alice");
        assertThat(bob.messageField()).hasValue("");
        assertThat(bob.messageField()).isFocused();
    }

    @Test
    void registrationErrorsAreShownBesideTheirFields() {
        server.register("alice");
        Tab visitor = visitor().visit("/register");
        visitor.fillRegistration("Alice", "password123", "password124");
        visitor.button("Register").click();
        assertThat(visitor.field("Confirm password")).hasAccessibleDescription(Pattern.compile("differ"));
        assertThat(visitor.field("Confirm password")).isFocused();
        assertThat(visitor.field("Username")).hasValue("Alice");

        visitor.fillRegistration("Alice", "password123", "password123");
        visitor.button("Register").click();
        assertThat(visitor.field("Username")).hasAccessibleDescription(Pattern.compile("taken|exists|already"));
        assertThat(visitor.field("Username")).isFocused();
        assertThat(visitor.field("Username")).hasValue("Alice");
        visitor.register("alice2");
    }

    @Test
    void aWrongPasswordShowsAnErrorAndKeepsTheName() {
        server.register("alice");
        Tab visitor = visitor();
        visitor.field("Username").fill("alice");
        visitor.field("Password").fill("not the password");
        visitor.button("Login").click();
        assertThat(visitor.page.getByRole(AriaRole.ALERT)).isVisible();
        assertThat(visitor.field("Username")).hasValue("alice");
        assertThat(visitor.field("Password")).isFocused();
        visitor.login("alice");
    }

    @Test
    void aMessageIsMarkedAsSentAndThenAsRead() {
        Tab alice = open(server.register("alice"));
        Tab bob = open(server.register("bob"));
        alice.reload().openConversation("bob").send("Are you there?");
        assertThat(alice.markOf("Are you there?")).containsText("Sent");
        assertThat(alice.markOf("Are you there?")).not().containsText("Read");

        bob.openConversation("alice");
        assertThat(alice.markOf("Are you there?")).containsText("Read");
    }

    @Test
    void theUnreadCountIsShownInTheRowTheTabAndTheTitle() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Tab bobsTab = open(bob);
        assertThat(bobsTab.page).hasTitle("Chat");

        Chatter.send(alice, bob, "one", "two");
        assertThat(bobsTab.row("alice")).hasAccessibleName(Pattern.compile("2 unread"));
        assertThat(bobsTab.row("alice")).containsText("two");
        assertThat(bobsTab.tab("Recent")).containsText("2");
        assertThat(bobsTab.page).hasTitle("(2) Chat");

        bobsTab.openConversation("alice");
        assertThat(bobsTab.row("alice")).not().hasAccessibleName(Pattern.compile("unread"));
        assertThat(bobsTab.tab("Recent")).not().containsText("2");
        assertThat(bobsTab.page).hasTitle("alice · Chat");
    }

    @Test
    void recentListsTheNewestConversationFirst() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Person carol = server.register("carol");
        server.register("dave");
        Chatter.send(bob, alice, "first");
        Chatter.send(carol, alice, "second");

        Tab tab = open(alice);
        tab.tab("Recent").click();
        assertThat(tab.rows()).hasText(new Pattern[] {Pattern.compile("carol"), Pattern.compile("bob")});

        Chatter.send(bob, alice, "third");
        assertThat(tab.rows()).hasText(new Pattern[] {Pattern.compile("bob"), Pattern.compile("carol")});
        tab.openConversation("carol").send("fourth");
        assertThat(tab.rows()).hasText(new Pattern[] {Pattern.compile("carol"), Pattern.compile("bob")});
        assertThat(tab.row("carol")).containsText("You: fourth");
    }

    @Test
    void theFilterFindsUsersByPartOfTheName() {
        Tab alice = open(server.register("alice"));
        server.register("bob");
        server.register("barbara");
        alice.reload();
        assertThat(alice.rows()).hasCount(2);
        alice.field("Filter by name").fill("BAR");
        assertThat(alice.rows()).hasCount(1);
        assertThat(alice.row("barbara")).isVisible();
        alice.field("Filter by name").fill("zoe");
        assertThat(alice.allUsers()).containsText("No user is called “zoe”.");
    }
}
