package chat.browser;

import static chat.browser.KeyboardTest.press;
import static chat.browser.KeyboardTest.tabTo;
import static chat.browser.KeyboardTest.type;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administration pages. */
class AdministrationTest extends BrowserTest {
    @Test
    void aUserIsSuspendedAndReinstatedByKeyboardAlone() {
        Person admin = server.register("admin");
        Person bob = server.register("bob");
        Tab bobs = open(bob);
        Tab tab = open(admin);

        tabTo(tab, tab.button("Settings"));
        press(tab, "ArrowDown");
        for (int i = 0; i < 10 && !focused(tab.link("Administration")); i++) {
            press(tab, "ArrowDown");
        }
        press(tab, "Enter");
        assertThat(heading(tab, "Users")).isVisible();

        tabTo(tab, tab.field("Find by name"));
        type(tab, "bo");
        press(tab, "Enter");
        assertThat(tab.page).hasURL(Pattern.compile("q=bo$"));
        assertThat(tab.link("admin")).hasCount(0);
        tabTo(tab, tab.link("bob"));
        press(tab, "Enter");
        tabTo(tab, tab.link("Suspend"));
        press(tab, "Enter");
        assertThat(heading(tab, "Suspend bob?")).isVisible();
        tabTo(tab, tab.button("Suspend"));
        press(tab, "Enter");
        assertThat(tab.page.getByRole(AriaRole.STATUS)).containsText("The account is suspended");
        bobs.isAtLogin();
        bobs.field("Username").fill("bob");
        bobs.field("Password").fill(Person.PASSWORD);
        bobs.button("Login").click();
        assertThat(bobs.page.getByRole(AriaRole.ALERT)).containsText("This account is suspended.");

        tabTo(tab, tab.button("Lift the suspension"));
        press(tab, "Enter");
        assertThat(tab.page.getByRole(AriaRole.STATUS)).containsText("lifted");
        bobs.login("bob");
    }

    @Test
    void otherUsersAreNotOfferedAdministration() {
        server.register("admin");
        Tab tab = open(server.register("bob"));
        tab.button("Settings").click();
        assertThat(tab.button("Dark")).isVisible();
        assertThat(tab.link("Administration")).hasCount(0);
        tab.visit("/admin/users");
        assertThat(heading(tab, "Not found")).isVisible();
    }

    @Test
    void aPasswordLinkSetsANewPasswordOnce() {
        Person admin = server.register("admin");
        Person bob = server.register("bob");
        Tab tab = device(desktop()).of(admin).visit("/admin/users/" + bob.id());
        tab.button("Create password link").click();
        String link = tab.field("Link (shown only once)").inputValue();

        Tab bobs = visitor();
        bobs.page.navigate(link);
        bobs.field("Password").fill("short");
        bobs.field("Confirm password").fill("short");
        bobs.button("Set password").click();
        assertThat(bobs.page.getByText("Use at least 6 characters.")).isVisible();
        bobs.field("Password").fill("a new password");
        bobs.field("Confirm password").fill("a new password");
        bobs.button("Set password").click();
        assertThat(heading(bobs, "Your password is set")).isVisible();
        bobs.link("Log in").click();
        bobs.field("Username").fill("bob");
        bobs.field("Password").fill("a new password");
        bobs.button("Login").click();
        bobs.connected();
        bobs.page.navigate(link);
        assertThat(heading(bobs, "This link no longer works")).isVisible();
        assertThat(bobs.link("Back to your messages")).isVisible();
    }

    @Test
    void aVisitorRegistersWithAnInvitation() {
        Person admin = server.register("admin");
        Tab tab = device(desktop()).of(admin).visit("/admin/registration");
        tab.field("Anyone with an invitation").check();
        tab.button("Save").click();
        assertThat(tab.page.getByRole(AriaRole.STATUS)).containsText("Saved");
        tab.button("Create invitation").click();
        String link = tab.field("Link (shown only once)").inputValue();
        tab.page.reload();
        assertThat(heading(tab, "The link was shown once")).isVisible();

        Tab carols = visitor();
        assertThat(carols.link("Register here")).hasCount(0);
        carols.visit("/register");
        assertThat(carols.page.getByText("by invitation")).isVisible();
        carols.page.navigate(link);
        carols.fillRegistration("carol", "short", "short");
        carols.button("Register").click();
        carols.fillRegistration("carol", Person.PASSWORD, Person.PASSWORD);
        carols.button("Register").click();
        carols.connected();

        tab.visit("/admin/registration");
        assertThat(tab.page.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(Pattern.compile("1 of 1"))))
                .containsText("used up");
    }

    @Test
    void timesAreShownInTheReadersTimeZone() {
        Person admin = server.register("admin");
        Tab tab =
                device(desktop().setTimezoneId("Pacific/Kiritimati")).of(admin).visit("/admin/audit");
        assertThat(tab.page.locator("time").first())
                .hasText(Pattern.compile("^\\d{1,2} \\w+ 20\\d\\d, \\d\\d:\\d\\d$"));
        Tab plain = device(desktop().setJavaScriptEnabled(false)).of(admin).visit("/admin/audit");
        assertThat(plain.page.locator("time").first()).hasText(Pattern.compile("^20[-\\d]+ \\d\\d:\\d\\d UTC$"));
    }

    @ParameterizedTest
    @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
    void thePagesHaveNoViolation(String size, ColorScheme scheme) {
        Person admin = server.register("admin");
        Person bob = server.register("bob_with_the_longest_name_of_all");
        Person carol = server.register("carol");
        admin.form("/admin/users/" + carol.id() + "/suspend", Map.of()).expect(303);
        Tab tab = device((size.equals("phone") ? phone() : desktop()).setColorScheme(scheme))
                .of(admin)
                .visit("/admin/users");
        assertNoViolation(tab, "users");
        tab.visit("/admin/users?q=nobody");
        assertNoViolation(tab, "no users");
        tab.visit("/admin/users/" + bob.id());
        assertNoViolation(tab, "user");
        tab.visit("/admin/users/" + carol.id() + "?done=suspended");
        assertNoViolation(tab, "suspended user");
        tab.visit("/admin/users/" + bob.id() + "/suspend");
        assertNoViolation(tab, "confirmation");
        tab.visit("/admin/users/" + bob.id());
        tab.button("Create password link").click();
        assertNoViolation(tab, "link");
        String link = tab.field("Link (shown only once)").inputValue();
        tab.visit("/admin/registration");
        assertNoViolation(tab, "no invitations");
        tab.field("Number of accounts").fill("x");
        tab.button("Create invitation").click();
        assertNoViolation(tab, "registration with an error");
        tab.field("Number of accounts").fill("3");
        tab.button("Create invitation").click();
        tab.link("Done").click();
        assertNoViolation(tab, "registration");
        tab.visit("/admin/audit");
        assertNoViolation(tab, "audit log");
        tab.page.navigate(link);
        assertNoViolation(tab, "reset");
        tab.visit("/reset");
        assertNoViolation(tab, "reset done");
    }

    private static void assertNoViolation(Tab tab, String screen) {
        AccessibilityTest.assertNoViolation(tab, screen);
        boolean scrolls = (boolean)
                tab.page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assertFalse(scrolls, screen + " scrolls sideways");
    }

    private static boolean focused(Locator target) {
        return (boolean) target.evaluate("node => node === document.activeElement");
    }

    private static Locator heading(Tab tab, String name) {
        return tab.page.getByRole(
                AriaRole.HEADING, new GetByRoleOptions().setName(name).setExact(true));
    }
}
