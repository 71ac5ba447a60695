package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The account page. */
class SettingsTest extends BrowserTest {
    private static final String NEW = "a rarely typed phrase";

    private static Locator status(Tab tab) {
        return tab.page.locator(".form-done");
    }

    private static Locator devices(Tab tab) {
        return tab.page.getByRole(AriaRole.LISTITEM);
    }

    private Tab settings(Person person) {
        return device(desktop()).of(person).visit("/settings");
    }

    private static void fill(Tab tab, String current, String chosen) {
        tab.field("Current password").fill(current);
        tab.field("New password").fill(chosen);
        tab.field("Confirm new password").fill(chosen);
    }

    @Test
    void thePageIsReachedAndLeftByKeyboard() {
        Tab tab = open(server.register("alice"));
        tab.button("Settings").press("ArrowUp");
        assertThat(tab.link("Account and devices")).isFocused();
        tab.page.keyboard().press("Enter");
        assertThat(tab.page).hasURL(Pattern.compile("/settings$"));
        tab.page.keyboard().press("Tab");
        assertThat(tab.link("Back to your messages")).isFocused();
        tab.page.keyboard().press("Enter");
        tab.connected();
    }

    @Test
    void loggingOutAnotherDeviceSendsItToTheLogin() {
        Person alice = server.register("alice");
        Person elsewhere = alice.onAnotherDevice();
        Tab other = open(elsewhere);
        Tab own = open(alice);
        Tab tab = own.device().visit("/settings");
        assertThat(devices(tab)).hasCount(2);
        assertThat(tab.page.locator("time").first()).hasText(Pattern.compile("^[0-9]{2}:[0-9]{2}$"));
        tab.button("Log out").focus();
        tab.page.keyboard().press("Enter");
        other.isAtLogin();
        assertThat(status(tab)).hasText("That device is logged out.");
        assertThat(status(tab)).isFocused();
        assertThat(devices(tab)).hasCount(1);
        assertThat(own.notice()).isEmpty();
        tab.page.reload();
        assertThat(status(tab)).hasCount(0);
    }

    @Test
    void thePasswordIsChangedByKeyboard() {
        Person alice = server.register("alice");
        Tab other = open(alice.onAnotherDevice());
        Tab tab = settings(alice);
        fill(tab, "wrong password", NEW);
        tab.page.keyboard().press("Enter");
        assertThat(tab.field("Current password")).isFocused();
        assertThat(tab.page.getByText("This is not your password.")).isVisible();
        fill(tab, Person.PASSWORD, NEW);
        tab.page.keyboard().press("Enter");
        assertThat(status(tab)).containsText("Your password is changed.");
        other.isAtLogin();
        other.field("Username").fill("alice");
        other.field("Password").fill(NEW);
        other.button("Login").click();
        other.connected();
    }

    @Test
    void theStrengthIsEstimatedOnlyOnceAPasswordIsTyped() {
        Tab tab = device(desktop()).newTab();
        List<String> loaded = new ArrayList<>();
        tab.page.onRequest(request -> loaded.add(request.url()));
        tab.visit("/register");
        tab.field("Username").fill("alice");
        assertTrue(loaded.stream().noneMatch(url -> url.contains("zxcvbn")), loaded::toString);
        tab.field("Password").fill("password123");
        Locator hint = tab.page.getByRole(AriaRole.STATUS);
        assertThat(hint).containsText("easy to guess");
        tab.field("Password").fill("four rarely seen words");
        assertThat(hint).hasText("Strong.");
        tab.field("Password").fill("");
        assertThat(hint).hasCount(0);
        assertEquals(1, loaded.stream().filter(url -> url.contains("zxcvbn")).count());
    }

    @Test
    void theExportIsDownloadedAsAFile() throws IOException {
        Person alice = server.register("alice");
        Chatter.send(alice, server.register("bob"), "Hello");
        Tab tab = settings(alice);
        Download file =
                tab.page.waitForDownload(() -> tab.link("Download my data").click());
        assertTrue(file.suggestedFilename().startsWith("chat-alice-"), file.suggestedFilename());
        assertTrue(Files.readString(file.path()).contains("\"Hello\""));
    }

    @Test
    void aDeletedAccountIsShownAsDeletedToOthers() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Chatter.send(bob, alice, "Hello");
        long group = Chatter.createGroup(bob, "Sailing", alice);
        Chatter.sendToGroup(bob, group, "Sunday?");
        Tab reader = open(alice).openConversation("bob");
        Tab inGroup = open(alice);
        inGroup.tab("Recent").click();
        inGroup.openConversation("Sailing");
        assertThat(inGroup.log()).containsText("bob");
        reader.messageField().focus();

        Tab tab = settings(bob);
        tab.page.getByText("Delete my account…").press("Enter");
        tab.field("Password").fill("wrong password");
        tab.page.keyboard().press("Enter");
        assertThat(tab.field("Password")).isFocused();
        tab.field("Password").fill(Person.PASSWORD);
        tab.button("Delete my account permanently").click();
        assertThat(tab.page).hasURL(Pattern.compile("/login"));
        assertThat(status(tab)).hasText("Your account is deleted.");

        reader.isIn("Deleted user").shows("Hello");
        assertThat(reader.page.getByText("You can no longer write to it.")).isVisible();
        assertThat(reader.messageField()).isHidden();
        assertThat(reader.log()).isFocused();
        assertThat(inGroup.log()).containsText("Deleted user");
        reader.reload().isIn("Deleted user").shows("Hello");
        assertThat(reader.messageField()).isHidden();
        reader.tab("All Users").click();
        assertThat(reader.row("bob")).hasCount(0);
        assertThat(reader.row("Deleted user")).hasCount(0);
        reader.tab("Recent").click();
        assertThat(reader.row("Deleted user")).isVisible();
    }
}
