package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/** Light and dark. */
class AppearanceTest extends BrowserTest {
    private static final String LIGHT = "rgb(246, 245, 242)";
    private static final String DARK = "rgb(20, 19, 18)";

    @Test
    void itFollowsTheSystemAtOnce() {
        Tab tab = device(desktop().setColorScheme(ColorScheme.DARK)).visit("/login");
        stands(tab, DARK);
        tab.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        stands(tab, LIGHT);
    }

    @Test
    void theSwitchWinsOverTheSystemAndIsRemembered() {
        Tab tab = open(server.register("alice"));
        stands(tab, LIGHT);
        tab.chooseInMenu("Settings", "Dark");
        stands(tab, DARK);
        assertThat(tab.button("Dark")).hasAttribute("aria-pressed", "true");
        tab.reload();
        stands(tab, DARK);
        tab.logout();
        stands(tab, DARK);
        tab.login("alice").chooseInMenu("Settings", "As the system");
        stands(tab, LIGHT);
    }

    @Test
    void theSwitchWorksInAllTabsAtOnce() {
        Tab first = open(server.register("alice"));
        Tab second = first.device().chat();
        first.chooseInMenu("Settings", "Dark");
        stands(second, DARK);
    }

    private static void stands(Tab tab, String canvas) {
        assertThat(tab.page.locator("body")).hasCSS("background-color", canvas);
    }
}
