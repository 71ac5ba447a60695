package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logging in, registering, and what happens when a session ends. */
class SigningInTest extends BrowserTest {
    private Person bob;

    @BeforeEach
    void someoneToWriteTo() {
        bob = server.register("bob");
    }

    private static void fillLogin(Tab tab, String name, String password) {
        tab.field("Username").fill(name);
        tab.field("Password").fill(password);
    }

    private static Locator alert(Tab tab) {
        return tab.page.getByRole(AriaRole.ALERT);
    }

    private static Locator status(Tab tab) {
        return tab.page.getByRole(AriaRole.STATUS);
    }

    /** The address of the conversation with bob. */
    private String conversation() {
        return "/chat#/u/" + bob.id();
    }

    @Test
    void aLinkToAConversationIsKeptThroughFailedLogins() {
        server.register("alice");
        Tab tab = device(desktop()).visit(conversation());
        tab.isAtLogin();
        for (String wrong : List.of("wrong password", "", "wrong again")) {
            fillLogin(tab, "alice", wrong);
            tab.button("Login").click();
            assertThat(tab.field("Password")).hasAttribute("aria-invalid", "true");
        }
        fillLogin(tab, "alice", Person.PASSWORD);
        tab.button("Login").click();
        tab.connected().isIn("bob");
    }

    @Test
    void aLinkToAConversationIsKeptThroughTheRegistration() {
        Tab tab = device(desktop()).visit(conversation());
        tab.link("Register here").click();
        tab.link("Log in").click();
        tab.link("Register here").click();
        tab.fillRegistration("alice", "short", "short");
        tab.button("Register").click();
        assertThat(tab.field("Password")).hasAttribute("aria-invalid", "true");
        tab.fillRegistration("alice", Person.PASSWORD, Person.PASSWORD);
        tab.button("Register").click();
        tab.connected().isIn("bob");
    }

    @Test
    void aSecondLinkPastedIntoTheLoginPageReplacesTheFirst() {
        Person alice = server.register("alice");
        Person carol = server.register("carol");
        Tab tab = device(desktop()).visit(conversation());
        tab.page.evaluate("hash => { location.hash = hash; }", "#/u/" + carol.id());
        fillLogin(tab, alice.username(), Person.PASSWORD);
        tab.button("Login").click();
        tab.connected().isIn("carol");
    }

    @Test
    void aDoubleClickRegistersOnce() {
        Tab tab = visitor();
        tab.visit("/register");
        tab.fillRegistration("alice", Person.PASSWORD, Person.PASSWORD);
        tab.button("Register").dblclick();
        tab.connected();
    }

    @Test
    void aSecondSubmitIsNotSent() {
        Person alice = server.register("alice");
        Tab tab = device(desktop()).newTab();
        List<String> posts = new ArrayList<>();
        tab.page.onRequest(request -> {
            if (request.method().equals("POST")) {
                posts.add(request.url());
            }
        });
        tab.visit("/login");
        fillLogin(tab, "alice", Person.PASSWORD);
        submitTwice(tab, "form");
        tab.connected();
        assertEquals(1, posts.size(), posts::toString);

        tab.visit("/settings");
        tab.field("Current password").fill("wrong password");
        submitTwice(tab, "form[action='/settings/password']");
        assertThat(tab.field("New password")).hasAttribute("aria-invalid", "true");
        assertEquals(2, posts.size(), posts::toString);

        Person admin = new Person(server).login("bob");
        Tab administration = device(desktop()).of(admin).newTab();
        administration.page.onRequest(request -> {
            if (request.method().equals("POST")) {
                posts.add(request.url());
            }
        });
        administration.visit("/admin/users/" + alice.id());
        submitTwice(administration, "form");
        assertThat(administration.field("Link (shown only once)")).isVisible();
        assertEquals(3, posts.size(), posts::toString);
    }

    private static void submitTwice(Tab tab, String form) {
        tab.page.locator(form).first().evaluate("form => { form.requestSubmit(); form.requestSubmit(); }");
    }

    @Test
    void aFormCanBeSentAgainWhenThePageComesBack() {
        server.register("alice");
        Tab tab = visitor();
        fillLogin(tab, "alice", Person.PASSWORD);
        // The answer is a download of nothing, so that the page stays as after a return from the back/forward cache.
        tab.page.route("**/login", route -> route.fulfill(new FulfillOptions().setStatus(204)));
        tab.page.waitForResponse("**/login", () -> tab.button("Login").click());
        tab.page.unroute("**/login");
        tab.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        tab.button("Login").click();
        tab.connected();
    }

    @Test
    void theErrorOfAFieldGoesWhenTheFieldIsChanged() {
        Tab tab = visitor();
        tab.visit("/register");
        tab.fillRegistration("x", "short", "other");
        tab.button("Register").click();
        for (String field : List.of("Username", "Password")) {
            assertThat(tab.field(field)).hasAttribute("aria-invalid", "true");
        }
        tab.field("Username").fill("alice");
        assertThat(tab.field("Username")).not().hasAttribute("aria-invalid", "true");
        assertThat(tab.field("Username"))
                .hasAccessibleDescription("3 to 32 letters, digits, dots, dashes or underscores.");
        assertThat(tab.page.locator("#username-error")).hasCount(0);
        assertThat(tab.field("Password")).hasAttribute("aria-invalid", "true");
        assertThat(tab.page.locator("#password-error")).isVisible();
        tab.field("Password").fill(Person.PASSWORD);
        assertThat(tab.field("Password")).hasAccessibleDescription("At least 6 characters.");
    }

    @Test
    void theErrorOfALoginGoesWhenAFieldIsChanged() {
        Tab tab = visitor();
        fillLogin(tab, "alice", "wrong password");
        tab.button("Login").click();
        assertThat(alert(tab)).hasText("The name or the password is wrong.");
        assertThat(tab.field("Password")).hasAccessibleDescription("The name or the password is wrong.");
        tab.field("Username").fill("alison");
        assertThat(alert(tab)).hasCount(0);
        assertThat(tab.field("Password")).not().hasAttribute("aria-invalid", "true");
        assertThat(tab.field("Password")).hasAccessibleDescription("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    others   | You were logged out on another device, or by the administrator.
                    password | Your password was changed. Log in with the new one.
                    suspend  | Your account is suspended. Ask the administrator of this server.
                    expire   | Your session has expired. Please log in again.
                    tab      | You logged out in another tab.""")
    void theLoginPageSaysWhyTheSessionEndedAndKeepsTheConversation(String how, String sentence) {
        Person alice = server.register("alice");
        Tab tab = open(alice).openConversation("bob").type("a draft");
        Person elsewhere = alice.onAnotherDevice();
        switch (how) {
            case "others" ->
                elsewhere.form("/settings/sessions/end_others", Map.of()).expect(303);
            case "password" -> changePassword(elsewhere);
            case "suspend" ->
                bob.form("/admin/users/" + alice.id() + "/suspend", Map.of()).expect(303);
            case "expire" -> server.clock.pass(Duration.ofDays(31));
            default -> tab.device().visit("/logout");
        }
        assertThat(status(tab)).hasText(sentence);
        tab.isAtLogin();
        if (how.equals("suspend")) {
            bob.form("/admin/users/" + alice.id() + "/reinstate", Map.of()).expect(303);
        }
        fillLogin(tab, "alice", how.equals("password") ? "another password" : Person.PASSWORD);
        tab.button("Login").click();
        tab.connected().isIn("bob");
        assertThat(tab.messageField()).hasValue("a draft");
    }

    private static void changePassword(Person person) {
        person.form(
                        "/settings/password",
                        Map.of(
                                "current_password",
                                Person.PASSWORD,
                                "new_password",
                                "another password",
                                "confirm_password",
                                "another password"))
                .expect(303);
    }

    @Test
    void aSessionThatEndedWhileThePageWasOfflineHasNoReason() {
        Person alice = server.register("alice");
        Tab tab = open(alice).openConversation("bob");
        int port = server.port();
        server.stop();
        assertThat(tab.notice()).containsText("No connection");
        tab.device().context().clearCookies();
        server.resume(port);
        assertThat(status(tab)).hasText("Your session has ended. Please log in again.");
        fillLogin(tab, "alice", Person.PASSWORD);
        tab.button("Login").click();
        tab.connected().isIn("bob");
    }

    @Test
    void oneSOwnLogoutIsNotExplained() {
        Tab tab = open(server.register("alice"));
        tab.logout();
        assertThat(tab.page).hasURL(Pattern.compile("/login$"));
        assertThat(status(tab)).hasCount(0);
    }

    @Test
    void theLogoutAsksWhileMessagesWait() {
        Tab tab = open(server.register("alice")).openConversation("bob");
        Tab other = tab.device().visit(conversation());
        tab.device().context().setOffline(true);
        assertThat(tab.notice()).containsText("You are offline");
        tab.send("one");
        other.isIn("bob").send("two");
        assertThat(tab.markOf("one")).containsText("Waiting to be sent");
        assertThat(other.markOf("two")).containsText("Waiting to be sent");
        tab.link("Logout").click();
        assertThat(tab.dialog()).containsText("2 messages have not been sent. They stay in this browser");
        tab.inDialog(AriaRole.BUTTON, "Cancel").click();
        assertThat(tab.dialog()).hasCount(0);
        tab.isIn("bob");
        other.page.close();

        tab.device().context().setOffline(false);
        assertThat(tab.markOf("one")).containsText("Sent");
    }

    @Test
    void unsentMessagesStayAfterTheLogoutThatWasConfirmed() {
        Tab tab = open(server.register("alice")).openConversation("bob");
        // The socket accepts nothing more, but the pages can still be loaded.
        tab.page.routeWebSocket("**/ws", socket -> {});
        int port = server.port();
        server.stop();
        assertThat(tab.notice()).containsText("No connection");
        tab.send("kept");
        assertThat(tab.markOf("kept")).containsText("Waiting to be sent");
        server.resume(port);
        tab.link("Logout").click();
        assertThat(tab.dialog()).containsText("1 message has not been sent. It stays in this browser");
        tab.inDialog(AriaRole.BUTTON, "Log out").click();
        tab.isAtLogin();
        assertThat(status(tab)).hasCount(0);
        Tab again = tab.device().newTab().login("alice").openConversation("bob");
        assertThat(again.markOf("kept")).containsText("Sent");
    }
}
