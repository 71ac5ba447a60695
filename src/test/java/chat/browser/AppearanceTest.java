package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The light and dark colour schemes, and high contrast. */
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

    /** No icon in sight has the colour of what is behind it. */
    private static final String NO_ICON_IS_INVISIBLE =
            """
            () => ![...document.querySelectorAll('.icon')].filter((icon) => icon.checkVisibility()).some((icon) => {
              const paint = (node) => getComputedStyle(node).backgroundColor;
              let behind = icon.parentElement;
              while (behind !== document.documentElement && paint(behind).startsWith('rgba')) behind = behind.parentElement;
              return paint(behind) === paint(icon);
            })""";

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void inHighContrastIconsAndBordersAreSeen(ColorScheme scheme) {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        alice.form("/admin/appearance", Map.of("accent_colour", "#2e7d32")).expect(303);
        Chatter.send(bob, alice, "Hello");
        Device device = device(desktop().setColorScheme(scheme).setForcedColors(ForcedColors.ACTIVE));
        assertNoIconIsInvisible(device.visit("/login"));
        Tab tab = device.of(alice).chat();
        tab.row("bob").click();
        tab.send("Hi");
        assertThat(tab.page.locator(".bubble").first()).hasCSS("border-top-width", "1px");
        assertThat(tab.page.locator(".tab[aria-selected=true]")).hasCSS("border-bottom-width", "4px");
        assertThat(tab.page.locator(".row-link .avatar").first()).hasCSS("border-top-width", "1px");
        tab.type("The button that sends is dark now");
        assertNoIconIsInvisible(tab);
        tab.button("Settings").click();
        assertNoIconIsInvisible(tab);
        assertNoIconIsInvisible(tab.visit("/settings"));
        assertNoIconIsInvisible(tab.visit("/admin/appearance"));
        assertThat(tab.page.locator(".admin-nav [aria-current]")).hasCSS("border-bottom-width", "4px");
    }

    private static void assertNoIconIsInvisible(Tab tab) {
        assertThat(tab.page.locator(".icon").first()).isAttached();
        tab.page.waitForFunction(NO_ICON_IS_INVISIBLE);
    }

    private static void hasBackground(Tab tab, String canvas) {
        assertThat(tab.page.locator("body")).hasCSS("background-color", canvas);
    }
}
