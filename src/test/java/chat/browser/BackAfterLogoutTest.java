package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a logout the Back button shows no private page. */
class BackAfterLogoutTest extends BrowserTest {
    private static final String LEAVE = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))";
    private static final String RETURN = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";

    @Test
    void backLeadsToTheLoginWithTheBackForwardCache() {
        // Playwright disables the back/forward cache, which browsers use by default.
        LaunchOptions options = SystemBrowser.options().setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"));
        try (Browser browser = SystemBrowser.browser().browserType().launch(options)) {
            Device device = new Device(browser.newContext(desktop()), server.url());
            Tab tab = device.newTab().register("alice");
            tab.visit("/settings");
            assertThat(tab.page.getByText("Account of alice")).isVisible();
            tab.visit("/logout").isAtLogin();
            tab.page.goBack();
            tab.isAtLogin();
            tab.page.goBack();
            tab.isAtLogin();
            assertEquals(List.of(), device.faults());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat", "/settings"})
    void aCachedPageIsBlankAndReloads(String path) {
        Tab tab = device(desktop()).of(server.register("alice")).visit(path);
        assertThat(tab.page.locator("main")).isVisible();
        tab.page.evaluate(LEAVE);
        assertThat(tab.page.locator("main")).isHidden();
        tab.device().context().clearCookies();
        tab.page.evaluate(RETURN);
        tab.isAtLogin();
    }
}
