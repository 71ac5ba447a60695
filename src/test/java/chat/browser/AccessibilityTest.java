package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** axe finds no violation of WCAG 2.2 AA on any screen. */
class AccessibilityTest extends BrowserTest {
    private static final String AXE = read("/axe.min.js");
    private static final String RUN =
            """
            async (part) => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const { violations } = await axe.run(part, { runOnly: { type: 'tag', values: tags } });
              return violations.map(({ id, help, nodes }) =>
                `${id}: ${help}\\n` + nodes.map(({ html, failureSummary }) => `    ${html}\\n    ${failureSummary}`).join('\\n'));
            }
            """;

    @ParameterizedTest
    @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
    void theSignInPagesHaveNoViolation(String size, ColorScheme scheme) {
        Tab tab = device(options(size, scheme)).visit("/login");
        assertNoViolation(tab, "login");
        tab.field("Username").fill("nobody");
        tab.field("Password").fill("wrong password");
        tab.button("Login").click();
        assertNoViolation(tab, "login with an error");
        tab.visit("/register");
        assertNoViolation(tab, "register");
        tab.fillRegistration("a", "b", "c");
        tab.button("Register").click();
        assertNoViolation(tab, "register with errors");
        tab.visit("/nowhere");
        assertNoViolation(tab, "not found");
    }

    @ParameterizedTest
    @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
    void theChatHasNoViolation(String size, ColorScheme scheme) {
        Person alice = server.register("alice");
        Tab tab = open(alice, options(size, scheme));
        assertThat(tab.allUsers()).containsText("Nobody else is here yet");
        assertNoViolation(tab, "nobody else");
        tab.tab("Recent").click();
        assertThat(tab.recent()).containsText("No conversations yet");
        assertNoViolation(tab, "no conversations");

        Person bob = server.register("bob");
        Person carol = server.register("carol");
        Chatter.send(alice, bob, "Have you seen https://example.org/?", "It is new.");
        Chatter.send(carol, alice, "Hello", "Are you there?");
        long room = Chatter.createGroup(alice, "Sailing", bob, carol);
        Chatter.sendToGroup(bob, room, "Sunday at nine?");
        assertThat(tab.rows()).hasCount(3);
        assertNoViolation(tab, "recent with unread");
        tab.tab("All Users").click();
        assertThat(tab.rows()).hasCount(2);
        assertNoViolation(tab, "all users");

        tab.openConversation("carol");
        assertThat(tab.newMessagesLine()).isVisible();
        tab.send("Yes");
        assertThat(tab.markOf("Yes")).containsText("Sent");
        assertNoViolation(tab, "open conversation");
        tab.button("Conversation menu").click();
        assertNoViolation(tab, "conversation menu");
        tab.page.keyboard().press("Escape");

        toList(tab, size);
        tab.tab("Recent").click();
        tab.openConversation("Sailing");
        assertThat(tab.message("Sunday at nine?")).isVisible();
        assertNoViolation(tab, "open group");
        tab.chooseInMenu("Conversation menu", "Members");
        assertThat(tab.dialog()).containsText("3 members");
        assertNoViolation(tab, "members");
        tab.page.keyboard().press("Escape");

        toList(tab, size);
        tab.button("New group").click();
        tab.dialog().getByText("bob").click();
        tab.button("Create group").click();
        assertNoViolation(tab, "group dialog with an error");
        tab.page.keyboard().press("Escape");
        tab.button("Settings").click();
        // The menu covers part of the list, whose rows axe would then report as too small.
        assertNoViolation(tab, "settings", "#settings-menu");
        tab.page.keyboard().press("Escape");
        tab.page.keyboard().press("Control+k");
        assertThat(tab.dialog()).isVisible();
        assertNoViolation(tab, "switcher");
    }

    @ParameterizedTest
    @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
    void theAccountPageHasNoViolation(String size, ColorScheme scheme) {
        Person alice = server.register("alice");
        alice.onAnotherDevice();
        Tab tab = device(options(size, scheme)).of(alice).visit("/settings");
        tab.page.getByText("Delete my account…").click();
        assertNoViolation(tab, "account");
        tab.field("Current password").fill("wrong password");
        tab.field("New password").fill("password123");
        assertThat(tab.page.getByText("easy to guess")).isVisible();
        tab.field("Confirm new password").fill("password123");
        tab.button("Change password").click();
        assertNoViolation(tab, "account with an error");
        tab.button("Log out all other devices").click();
        assertThat(tab.page.locator(".form-done")).isVisible();
        assertNoViolation(tab, "account with a notice");

        Person bob = server.register("bob");
        Chatter.send(bob, alice, "Hello");
        bob.form("/settings/delete", Map.of("password", Person.PASSWORD)).expect(303);
        tab.visit("/chat").connected().tab("Recent").click();
        tab.openConversation("Deleted user");
        assertThat(tab.page.locator("#nobody-reads")).isVisible();
        assertNoViolation(tab, "conversation with a deleted user");
    }

    @ParameterizedTest
    @CsvSource({"desktop, LIGHT", "phone, DARK"})
    void theConnectionNoticeAndPendingMessagesHaveNoViolation(String size, ColorScheme scheme) {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Chatter.send(alice, bob, "Hello");
        Tab tab = open(alice, options(size, scheme)).openConversation("bob");
        tab.shows("Hello");
        int port = server.port();
        server.stop();
        tab.send("waiting");
        assertThat(tab.button("Try now")).isVisible();
        assertNoViolation(tab, "lost connection");
        server.resume(port);
    }

    private static void toList(Tab tab, String size) {
        if (size.equals("phone")) {
            tab.button("Back to the list").click();
        }
    }

    private static NewContextOptions options(String size, ColorScheme scheme) {
        return (size.equals("phone") ? phone() : desktop()).setColorScheme(scheme);
    }

    static void assertNoViolation(Tab tab, String screen) {
        assertNoViolation(tab, screen, "html");
    }

    private static void assertNoViolation(Tab tab, String screen, String part) {
        if (!(boolean) tab.page.evaluate("'axe' in window")) {
            tab.page.evaluate(AXE);
        }
        List<?> violations = (List<?>) tab.page.evaluate(RUN, part);
        assertEquals(
                "", String.join("\n", violations.stream().map(String::valueOf).toList()), screen);
    }

    private static String read(String resource) {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream(resource)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
