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
    private static final int THUMB = 44;
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
    void theBrowsersBackGoesFromTheConversationToTheList() {
        Tab tab = open(alice, phone()).openConversation("bob");
        tab.page.goBack();
        assertThat(tab.row("bob")).isVisible();
        tab.page.goForward();
        tab.isIn("bob");
        tab.button("Back to the list").click();
        assertThat(tab.row("bob")).isVisible();
    }

    @Test
    void aConversationOpenedByItsAddressHasAWayToTheList() {
        Tab tab = device(phone()).of(alice).visit("/chat#/u/" + bob.id());
        tab.isIn("bob");
        tab.button("Back to the list").click();
        assertThat(tab.row("bob")).isVisible();
    }

    @Test
    void noScreenScrollsSideways() {
        Person longNamed = server.register(LONG_NAME);
        String name = "A group with as long a name as there may be, which is sixty-four";
        Chatter.group(longNamed, name, alice, bob);
        Chatter.tell(longNamed, alice, "W".repeat(300), "https://example.org/" + "path/".repeat(60), "short");

        Tab tab = device(phone()).visit("/login");
        fits(tab, "login");
        tab.visit("/register").fillRegistration("x", "y", "z");
        tab.button("Register").click();
        fits(tab, "register with errors");
        tab.login("alice");
        fits(tab, "all users");
        tab.openConversation(LONG_NAME);
        assertThat(tab.message("short")).isVisible();
        tab.type("W".repeat(500));
        fits(tab, "conversation");
        tab.button("Conversation menu").click();
        fits(tab, "conversation menu");
        tab.page.keyboard().press("Escape");
        tab.button("Back to the list").click();
        tab.tab("Recent").click();
        fits(tab, "recent");
        tab.button("Settings").click();
        fits(tab, "settings");
        tab.page.keyboard().press("Escape");
        tab.button("New group").click();
        tab.dialog().getByText(LONG_NAME).click();
        fits(tab, "group dialog");
        tab.page.keyboard().press("Escape");
        tab.openConversation(name);
        fits(tab, "group");
        tab.chooseInMenu("Conversation menu", "Members");
        assertThat(tab.dialog()).containsText("3 members");
        fits(tab, "members");
    }

    private static void fits(Tab tab, String screen) {
        // A phone would zoom out, and call that its width: so the width is the glass's.
        int width = tab.page.viewportSize().width;
        assertEquals(width, tab.page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)"), screen);
        assertEquals(List.of(), tab.page.evaluate(CUT_OFF, width), screen + " has something to use beyond its edge");
        assertEquals(List.of(), tab.page.evaluate(SCROLLS_SIDEWAYS), screen + " scrolls sideways");
    }

    @Test
    void whatIsToBeTouchedIsAsLargeAsAThumb() {
        Tab tab = open(alice, phone());
        for (String button : List.of("New group", "Settings")) {
            isLarge(tab.button(button), button);
        }
        isLarge(tab.link("Logout"), "Logout");
        isLarge(tab.row("bob"), "row");
        isLarge(tab.tab("Recent"), "Recent");
        tab.openConversation("bob").type("x");
        for (String button : List.of("Back to the list", "Conversation menu", "Send")) {
            isLarge(tab.button(button), button);
        }
        isLarge(tab.messageField(), "Message");
    }

    private static void isLarge(Locator target, String name) {
        var box = target.boundingBox();
        assertTrue(box.width >= THUMB && box.height >= THUMB, name + " has only " + box.width + " by " + box.height);
    }
}
