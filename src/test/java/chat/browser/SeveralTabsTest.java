package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One user in two tabs of one browser. */
class SeveralTabsTest extends BrowserTest {
    private Person bob;
    private Tab first;
    private Tab second;

    @BeforeEach
    void twoTabs() {
        Person alice = server.register("alice");
        bob = server.register("bob");
        first = open(alice);
        second = first.device().chat();
    }

    @Test
    void messagesSentInOneTabAppearInTheOther() {
        first.openConversation("bob");
        second.openConversation("bob");
        first.send("from the first");
        second.shows("from the first");
        second.send("from the second");
        first.shows("from the first", "from the second");
    }

    @Test
    void aMessageReadInOneTabIsReadInTheOther() {
        Chatter.send(bob, new Person(server).login("alice"), "news");
        assertThat(second.row("bob")).hasAccessibleName(Pattern.compile("1 unread"));
        first.openConversation("bob");
        assertThat(second.row("bob")).not().hasAccessibleName(Pattern.compile("unread"));
        assertThat(second.page).hasTitle("Chat");
    }

    @Test
    void loggingOutInOneTabLogsTheOtherOut() {
        second.openConversation("bob");
        first.logout();
        second.isAtLogin();
    }
}
