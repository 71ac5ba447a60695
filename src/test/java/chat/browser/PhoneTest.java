package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoneTest extends BrowserTest {
    private static final int TOUCH_TARGET = 44;
    private static final String LONG_NAME = "a-name-of-thirty-two-characters.";

    private static final String CUT_OFF =
            """
            (width) => [...document.querySelectorAll('a, button, input, textarea, h1, h2, .bubble')]
              .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > width + 1)
              .map((node) => node.outerHTML)
            """;
    private static final String SCROLLS_SIDEWAYS =
            """
            [...document.querySelectorAll('body *')]
              .filter((node) => node.scrollWidth > node.clientWidth + 1)
              .filter((node) => node.clientWidth > 1 && /auto|scroll/.test(getComputedStyle(node).overflowX))
              .map((node) => node.outerHTML.slice(0, 120))
            """;

    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @Test
    void listAndConversationAreTwoScreens() {
        Tab tab = open(alice, phone());
        assertThat(tab.row("bob")).isVisible();
        assertThat(tab.messageField()).isHidden();

        tab.openConversation("bob");
        assertThat(tab.messageField()).isVisible();
        assertThat(tab.row("bob")).hasCount(0);
        tab.send("from a phone");
        assertThat(tab.markOf("from a phone")).containsText("Sent");

        tab.button("Back to the list").click();
        assertThat(tab.row("bob")).containsText("from a phone");
        assertThat(tab.messageField()).isHidden();
    }

    @Test
    void theBrowsersBackLeadsFromTheConversationToTheList() {
        Tab tab = open(alice, phone()).openConversation("bob");
        tab.page.goBack();
        assertThat(tab.row("bob")).isVisible();
        tab.page.goForward();
        tab.isIn("bob");
        tab.button("Back to the list").click();
        assertThat(tab.row("bob")).isVisible();
    }

    @Test
    void aConversationOpenedByItsAddressHasABackButton() {
        Tab tab = device(phone()).of(alice).visit("/chat#/u/" + bob.id());
        tab.isIn("bob");
        tab.button("Back to the list").click();
        assertThat(tab.row("bob")).isVisible();
    }

    @Test
    void noScreenScrollsSideways() {
        Person longNamed = server.register(LONG_NAME);
        String name = "A group with as long a name as there may be, which is sixty-four";
        Chatter.createGroup(longNamed, name, alice, bob);
        Chatter.send(longNamed, alice, "W".repeat(300), "https://example.org/" + "path/".repeat(60), "short");

        Tab tab = device(phone()).visit("/login");
        assertFits(tab, "login");
        tab.visit("/register").fillRegistration("x", "y", "z");
        tab.button("Register").click();
        assertFits(tab, "register with errors");
        tab.login("alice");
        assertFits(tab, "all users");
        tab.openConversation(LONG_NAME);
        assertThat(tab.message("short")).isVisible();
        tab.type("W".repeat(500));
        assertFits(tab, "conversation");
        tab.button("Conversation menu").click();
        assertFits(tab, "conversation menu");
        tab.page.keyboard().press("Escape");
        tab.button("Back to the list").click();
        tab.tab("Recent").click();
        assertFits(tab, "recent");
        tab.button("Settings").click();
        assertFits(tab, "settings");
        tab.page.keyboard().press("Escape");
        tab.button("New group").click();
        tab.dialog().getByText(LONG_NAME).click();
        assertFits(tab, "group dialog");
        tab.page.keyboard().press("Escape");
        tab.openConversation(name);
        assertFits(tab, "group");
        tab.chooseInMenu("Conversation menu", "Members");
        assertThat(tab.dialog()).containsText("3 members");
        assertFits(tab, "members");
    }

    private static void assertFits(Tab tab, String screen) {
        // A phone zooms out to fit wide content, so the width of the screen is the reference.
        int width = tab.page.viewportSize().width;
        assertEquals(width, tab.page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)"), screen);
        assertEquals(List.of(), tab.page.evaluate(CUT_OFF, width), screen + " has elements beyond its edge");
        assertEquals(List.of(), tab.page.evaluate(SCROLLS_SIDEWAYS), screen + " scrolls sideways");
    }

    @Test
    void touchTargetsAreAtLeast44PixelsLarge() {
        Tab tab = open(alice, phone());
        for (String button : List.of("New group", "Settings")) {
            assertLarge(tab.button(button), button);
        }
        assertLarge(tab.link("Logout"), "Logout");
        assertLarge(tab.row("bob"), "row");
        assertLarge(tab.tab("Recent"), "Recent");
        tab.openConversation("bob").type("x");
        for (String button : List.of("Back to the list", "Conversation menu", "Send")) {
            assertLarge(tab.button(button), button);
        }
        assertLarge(tab.messageField(), "Message");
    }

    private static void assertLarge(Locator target, String name) {
        var box = target.boundingBox();
        assertTrue(
                box.width >= TOUCH_TARGET && box.height >= TOUCH_TARGET,
                name + " has only " + box.width + " by " + box.height);
    }
}
