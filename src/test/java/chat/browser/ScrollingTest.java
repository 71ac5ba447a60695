package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import com.microsoft.playwright.Route;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrollingTest extends BrowserTest {
    private static final String SCROLL_NEAR_TOP = "log => { log.scrollTop = 400; }";

    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @Test
    void loadingOlderMessagesDoesNotMoveTheVisibleOnes() {
        Chatter.send(alice, bob, Chatter.numbered(1, 300));
        Deque<Route> held = new ArrayDeque<>();
        Tab tab = open(alice);
        tab.page.route("**/messages/*before=*", held::add);
        tab.openConversation("bob");
        assertThat(tab.message("message 300")).isInViewport();

        int loads = 0;
        while (!tab.messages().get(0).equals("message 1")) {
            String top = tab.messages().get(0);
            tab.log().evaluate(SCROLL_NEAR_TOP);
            tab.page.waitForCondition(() -> !held.isEmpty());
            String visible = firstVisible(tab);
            double before = tab.top(visible);
            held.remove().resume();
            tab.page.waitForCondition(() -> !tab.messages().get(0).equals(top));
            assertEquals(before, tab.top(visible), 1, visible + " moved when older messages were added");
            loads++;
        }
        assertTrue(loads >= 2, "it took only " + loads + " loads");
        assertEquals(Chatter.numbered(1, 300), tab.messages());
    }

    private static String firstVisible(Tab tab) {
        return (String) tab.log()
                .evaluate("log => [...log.querySelectorAll('.bubble')].find((bubble) =>"
                        + " bubble.getBoundingClientRect().top >= log.getBoundingClientRect().top).textContent");
    }

    @Test
    void scrollingUpWithTheWheelReachesTheFirstMessage() {
        Chatter.send(alice, bob, Chatter.numbered(1, 150));
        Tab tab = open(alice).openConversation("bob");
        assertThat(tab.message("message 150")).isInViewport();
        tab.log().hover();
        tab.page.waitForCondition(() -> {
            tab.page.mouse().wheel(0, -1500);
            return tab.messages().get(0).equals("message 1");
        });
        assertEquals(Chatter.numbered(1, 150), tab.messages());
    }

    @Test
    void theNewMessagesLineIsWhereReadingStopped() {
        Chatter.send(bob, alice, Chatter.numbered(1, 40));
        server.register("carol");
        Tab tab = open(alice).openConversation("bob");
        tab.jumpDown().click();
        assertThat(tab.row("bob")).not().containsText("unread");
        tab.openConversation("carol");
        Chatter.send(bob, alice, Chatter.numbered(41, 70));
        assertThat(tab.row("bob")).containsText("30");

        tab.openConversation("bob");
        assertThat(tab.newMessagesLine()).isInViewport();
        double line = tab.newMessagesLine().boundingBox().y;
        assertTrue(tab.top("message 40") < line, "the last read message is above the line");
        assertTrue(line < tab.top("message 41"), "the first new message is below the line");
        assertThat(tab.message("message 41")).isInViewport();

        tab.openConversation("carol");
        tab.openConversation("bob");
        assertEquals(Chatter.numbered(1, 70), tab.messages());
    }

    @Test
    void theLogFollowsNewMessagesOnlyAtItsEnd() {
        Chatter.send(alice, bob, Chatter.numbered(1, 45));
        Tab tab = open(alice).openConversation("bob");
        assertThat(tab.message("message 45")).isInViewport();
        assertThat(tab.jumpDown()).isHidden();
        Chatter.send(bob, alice, "at the end");
        assertThat(tab.message("at the end")).isInViewport();

        tab.log().evaluate("log => { log.scrollTop = 300; }");
        assertThat(tab.jumpDown()).isVisible();
        String visible = firstVisible(tab);
        double before = tab.top(visible);
        Chatter.send(bob, alice, "below 1", "below 2", "below 3");
        assertThat(tab.jumpDown()).hasAccessibleName("Go to the newest message, 3 unread");
        assertThat(tab.jumpDown()).hasText("3");
        assertEquals(before, tab.top(visible), 1, "it moved when messages were added below");

        tab.jumpDown().click();
        assertThat(tab.message("below 3")).isInViewport();
        assertThat(tab.jumpDown()).isHidden();
        assertThat(tab.messageField()).isFocused();
        assertThat(tab.page).hasTitle("bob · Chat");
        List<String> messages = tab.messages();
        assertEquals("below 3", messages.get(messages.size() - 1));
    }
}
