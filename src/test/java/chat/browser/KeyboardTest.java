package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** The page is usable without a mouse. */
class KeyboardTest extends BrowserTest {
    private static final String SHOWS_FOCUS =
            "node => { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);"
                    + " return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'; }";

    @Test
    void aUserRegistersLogsOutLogsInAndSendsAMessage() {
        server.register("bob");
        Tab tab = visitor();
        tabTo(tab, tab.link("Register here"));
        press(tab, "Enter");
        assertThat(tab.field("Username")).isFocused();
        type(tab, "alice");
        tabTo(tab, tab.field("Password"));
        type(tab, Person.PASSWORD);
        tabTo(tab, tab.field("Confirm password"));
        type(tab, Person.PASSWORD);
        press(tab, "Enter");
        tab.connected();

        tabTo(tab, tab.link("Logout"));
        press(tab, "Enter");
        tab.isAtLogin();
        assertThat(tab.field("Username")).isFocused();
        type(tab, "alice");
        tabTo(tab, tab.field("Password"));
        type(tab, Person.PASSWORD);
        press(tab, "Enter");
        tab.connected();

        tabTo(tab, tab.row("bob"));
        press(tab, "Enter");
        tab.isIn("bob");
        assertThat(tab.messageField()).isFocused();
        type(tab, "by hand");
        press(tab, "Enter");
        tab.shows("by hand");
    }

    @Test
    void ctrlKOpensAConversationByName() {
        Tab tab = threePeople();
        press(tab, "Control+k");
        assertThat(tab.dialog()).containsText("Go to a conversation");
        type(tab, "car");
        assertThat(tab.dialog().getByRole(AriaRole.OPTION)).hasCount(1);
        press(tab, "Enter");
        tab.isIn("carol");
        assertThat(tab.messageField()).isFocused();
        type(tab, "found");
        press(tab, "Enter");
        tab.shows("found");
    }

    @Test
    void ctrlKIsFoundByItsPlaceOnAKeyboardWithOtherLetters() {
        Tab tab = threePeople();
        keyDown(tab, "{ key: 'л', code: 'KeyK', ctrlKey: true }");
        assertThat(tab.dialog()).containsText("Go to a conversation");
    }

    /** Safari reports the Enter that ends a composition after its end, with the key code 229. */
    @Test
    void theEnterThatEndsACompositionChoosesNothing() {
        Tab tab = threePeople();
        press(tab, "Control+k");
        assertThat(tab.dialog().getByRole(AriaRole.OPTION)).hasCount(2);
        keyDown(tab, "{ key: 'Enter', code: 'Enter', keyCode: 229 }");
        assertThat(tab.dialog()).hasCount(1);
        press(tab, "Enter");
        assertThat(tab.dialog()).hasCount(0);
    }

    @Test
    void altAndTheArrowsOpenThePreviousAndNextConversation() {
        Tab tab = threePeople();
        press(tab, "Alt+ArrowDown");
        tab.isIn("bob");
        press(tab, "Alt+ArrowDown");
        tab.isIn("carol");
        press(tab, "Alt+ArrowUp");
        tab.isIn("bob");
    }

    @Test
    void escapeClosesADialogOrFocusesTheMessageField() {
        Tab tab = threePeople();
        press(tab, "Alt+ArrowDown");
        tab.isIn("bob");
        press(tab, "Control+k");
        assertThat(tab.dialog()).hasCount(1);
        press(tab, "Escape");
        assertThat(tab.dialog()).hasCount(0);
        tabTo(tab, tab.link("Logout"));
        press(tab, "Escape");
        assertThat(tab.messageField()).isFocused();
    }

    @Test
    void theQuestionMarkShowsTheShortcutsExceptInATextField() {
        Tab tab = threePeople();
        press(tab, "Alt+ArrowDown");
        tab.isIn("bob");
        type(tab, "really?");
        assertThat(tab.messageField()).hasValue("really?");
        assertThat(tab.dialog()).hasCount(0);
        tabTo(tab, tab.log());
        press(tab, "?");
        assertThat(tab.dialog()).containsText("Keyboard shortcuts");
        press(tab, "Escape");
        assertThat(tab.dialog()).hasCount(0);
        assertThat(tab.log()).isFocused();
    }

    @Test
    void aGroupIsCreatedByKeyboard() {
        Tab tab = threePeople();
        tabTo(tab, tab.button("New group"));
        press(tab, "Enter");
        assertThat(tab.field("Group name")).isFocused();
        type(tab, "Sailing");
        tabTo(tab, tab.dialog().getByLabel("bob"));
        press(tab, "Space");
        assertThat(tab.button("Do not add bob")).isVisible();
        tabTo(tab, tab.button("Create group"));
        press(tab, "Enter");
        tab.isIn("Sailing");
    }

    @Test
    void theArrowsMoveThroughTheMessagesAndTheList() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        server.register("carol");
        Chatter.send(bob, alice, "one", "two");
        Tab tab = open(alice).openConversation("bob");
        tab.shows("one", "two");
        tabTo(tab, tab.log());
        press(tab, "ArrowUp");
        press(tab, "ArrowUp");
        assertThat(tab.log().locator(":focus")).containsText("one");
        press(tab, "ArrowDown");
        assertThat(tab.log().locator(":focus")).containsText("two");

        tabTo(tab, tab.row("bob"));
        press(tab, "ArrowDown");
        assertThat(tab.row("carol")).isFocused();
    }

    private Tab threePeople() {
        Person alice = server.register("alice");
        server.register("bob");
        server.register("carol");
        Tab tab = open(alice);
        assertThat(tab.rows()).hasCount(2);
        return tab;
    }

    static void press(Tab tab, String keys) {
        tab.page.keyboard().press(keys);
    }

    /** A key that Playwright's keyboard does not have. */
    private static void keyDown(Tab tab, String init) {
        tab.page.evaluate("document.activeElement.dispatchEvent("
                + "new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ..." + init + " }))");
    }

    static void type(Tab tab, String text) {
        tab.page.keyboard().type(text);
    }

    /** Presses Tab until the target has the focus, and asserts that the focus is visible. */
    static void tabTo(Tab tab, Locator target) {
        target.waitFor();
        for (int presses = 0; presses < 40; presses++) {
            press(tab, "Tab");
            if ((boolean) target.evaluate("node => node === document.activeElement")) {
                assertTrue((boolean) target.evaluate(SHOWS_FOCUS), target + " does not show that it has the focus");
                return;
            }
        }
        fail("Tab does not lead to " + target);
    }
}
