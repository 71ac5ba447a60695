package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/** The light and dark colour schemes. */
class AppearanceTest extends BrowserTest {
    private static final String LIGHT = "rgb(246, 245, 242)";
    private static final String DARK = "rgb(20, 19, 18)";

    @Test
    void thePageFollowsTheSystemAtOnce() {
        Tab tab = device(desktop().setColorScheme(ColorScheme.DARK)).visit("/login");
        hasBackground(tab, DARK);
        tab.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        hasBackground(tab, LIGHT);
    }

    @Test
    void theUsersChoiceOverridesTheSystemAndIsRemembered() {
        Tab tab = open(server.register("alice"));
        hasBackground(tab, LIGHT);
        tab.chooseInMenu("Settings", "Dark");
        hasBackground(tab, DARK);
        assertThat(tab.button("Dark")).hasAttribute("aria-pressed", "true");
        tab.reload();
        hasBackground(tab, DARK);
        tab.logout();
        hasBackground(tab, DARK);
        tab.login("alice").chooseInMenu("Settings", "Same as system");
        hasBackground(tab, LIGHT);
    }

    @Test
    void theUsersChoiceAppliesToAllTabsAtOnce() {
        Tab first = open(server.register("alice"));
        Tab second = first.device().chat();
        first.chooseInMenu("Settings", "Dark");
        hasBackground(second, DARK);
    }

    private static void hasBackground(Tab tab, String canvas) {
        assertThat(tab.page.locator("body")).hasCSS("background-color", canvas);
    }
}
