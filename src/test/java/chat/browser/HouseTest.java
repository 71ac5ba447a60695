package chat.browser;

import static chat.browser.AccessibilityTest.assertNoViolation;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The name and the colour of the chat, and the first person who comes in. */
class HouseTest extends BrowserTest {
    /** Records notifications instead of showing them, on a page that nobody looks at. */
    private static final String RECORD_NOTIFICATIONS =
            """
            window.noted = [];
            window.Notification = class {
              static permission = 'granted';
              constructor(title) { window.noted.push(title); }
            };
            document.hasFocus = () => false;
            """;

    @Test
    void theAdministratorSetsBoth() {
        Tab tab = device(desktop()).of(server.register("admin")).visit("/admin");
        tab.link("Appearance").click();
        assertThat(tab.field("Chat name")).hasValue("Chat");
        assertThat(tab.field("Accent colour")).hasValue("#2b5bd7");
        tab.field("Chat name").fill("Rosenthal");
        tab.field("Pick a colour").fill("#7b1fa2");
        assertThat(tab.field("Accent colour")).hasValue("#7b1fa2");
        tab.button("Save").click();
        assertThat(tab.page.getByRole(AriaRole.STATUS)).containsText("Saved");
        assertThat(tab.page).hasTitle("Appearance · Administration · Rosenthal");
        assertThat(tab.button("Save")).hasCSS("background-color", "rgb(123, 31, 162)");

        tab.field("Chat name").fill("\u200b");
        tab.field("Accent colour").fill("purple");
        tab.button("Save").click();
        assertThat(tab.field("Chat name")).isFocused();
        assertThat(tab.field("Chat name"))
                .hasAccessibleDescription("The chat's name has no control or invisible characters.");
        assertThat(tab.field("Accent colour")).hasAccessibleDescription(Pattern.compile("^Write the colour as"));
        assertNoViolation(tab, "appearance with errors");
        assertThat(tab.page).hasTitle("Appearance · Administration · Rosenthal");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, '#7b1fa2', 'rgb(123, 31, 162)'", "DARK, '#ffee58', 'rgb(255, 238, 88)'"})
    void theyAreSeenOnEveryPage(ColorScheme scheme, String colour, String computed) {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        choose(alice, "Rosenthal", colour);
        Chatter.send(bob, alice, "Hello");

        Tab tab = device(desktop().setColorScheme(scheme)).visit("/login");
        assertThat(tab.page).hasTitle("Login · Rosenthal");
        assertThat(tab.page.locator(".brand")).hasText("Rosenthal");
        assertThat(tab.button("Login")).hasCSS("background-color", computed);
        tab.login("alice");
        assertThat(tab.page).hasTitle("(1) Rosenthal");
        assertThat(tab.page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Rosenthal")))
                .hasCount(1);
        tab.tab("Recent").click();
        assertThat(tab.page.locator(".row-time").first()).hasCSS("color", computed);
        tab.openConversation("bob");
        assertThat(tab.page).hasTitle("bob · Rosenthal");
        tab.visit("/settings");
        assertThat(tab.page).hasTitle("Account · Rosenthal");
        assertThat(tab.button("Change password")).hasCSS("background-color", computed);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyColourCanBeRead(ColorScheme scheme) {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Chatter.send(alice, bob, "Have you seen https://example.org/?");
        Chatter.send(bob, alice, "Not yet.", "Is it new?");
        Tab tab = open(alice, desktop().setColorScheme(scheme));
        for (String colour : List.of("#ffdd00", "#00ff00", "#ff0000", "#ffffff", "#808080", "#000000")) {
            choose(alice, "", colour);
            Chatter.send(bob, alice, "Now in " + colour);
            tab.visit("/chat").connected().tab("Recent").click();
            assertThat(tab.row("bob")).containsText("Now in");
            assertNoViolation(tab, "list in " + colour);
            tab.openConversation("bob");
            assertThat(tab.newMessagesLine()).isVisible();
            tab.type("Yes, " + colour);
            assertThat(tab.button("Send")).hasAttribute("aria-disabled", "false");
            assertNoViolation(tab, "conversation in " + colour);
            tab.send("Yes, " + colour);
            assertThat(tab.markOf("Yes, " + colour)).containsText("Sent");
            assertNoViolation(tab, "own message in " + colour);
            tab.visit("/admin/appearance?done=appearance");
            assertNoViolation(tab, "samples in " + colour);
        }
        Tab visitor = device(desktop().setColorScheme(scheme)).visit("/login");
        assertNoViolation(visitor, "login");
    }

    @Test
    void theSamplesShowBothSchemes() {
        Person alice = server.register("alice");
        choose(alice, "", "#ffee58");
        Tab tab = device(desktop().setColorScheme(ColorScheme.DARK)).of(alice).visit("/admin/appearance");
        Locator button = tab.page
                .getByRole(AriaRole.REGION, new GetByRoleOptions().setName("In dark mode"))
                .getByText("Button");
        assertThat(button).hasCSS("background-color", "rgb(255, 238, 88)");
        Locator other = tab.page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("In light mode"));
        assertThat(other).hasCSS("background-color", "rgb(246, 245, 242)");
        assertThat(other.getByText("Button")).not().hasCSS("background-color", "rgb(255, 238, 88)");
        assertThat(other.getByText("Button")).hasCSS("color", "rgb(255, 255, 255)");
    }

    @Test
    void aNotificationNamesTheChat() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        choose(alice, "Rosenthal", "");
        Device device = device(desktop()).of(alice);
        device.context().addInitScript(RECORD_NOTIFICATIONS);
        Tab tab = device.chat();
        tab.button("Settings").click();
        tab.button("Notifications").click();
        assertThat(tab.button("Notifications")).hasAttribute("aria-pressed", "true");
        tab.page.keyboard().press("Escape");
        Chatter.send(bob, alice, "Hello");
        tab.page.waitForFunction("() => window.noted.includes('bob · Rosenthal')");
    }

    @Test
    void theLongestNameFitsOnAPhone() {
        choose(server.register("alice"), "W".repeat(40), "");
        for (String path : List.of("/login", "/register", "/nothing")) {
            Tab tab = device(phone().setViewportSize(320, 640)).visit(path);
            assertFalse(
                    (boolean) tab.page.evaluate(
                            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"),
                    path + " scrolls sideways");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void theFirstPersonSetsUpTheChatAndInvitesOthers(ColorScheme scheme) {
        Tab tab = device(desktop().setColorScheme(scheme)).visit("/");
        assertThat(tab.page).hasTitle("Register · Chat");
        assertThat(tab.page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Set up your chat")))
                .isVisible();
        assertNoViolation(tab, "set up");
        tab.register("alice");
        assertThat(tab.allUsers()).containsText("You administer this chat.");
        assertNoViolation(tab, "nobody else");
        tab.link("Invite people").click();
        assertThat(tab.button("Create invitation")).isVisible();

        Tab other = visitor();
        assertThat(other.page.getByText("Welcome back")).isVisible();
    }

    private static void choose(Person admin, String name, String colour) {
        admin.form("/admin/appearance", Map.of("chat_name", name, "accent_colour", colour))
                .expect(303);
    }
}
