package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.app.TestServer;
import chat.testing.Person;
import chat.testing.TestSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server stops while pages are open, and starts again on the same address. */
class ReconnectTest extends BrowserTest {
    private static final String LOST = "Messages will be sent";
    private static final String BACK = "Connected again";

    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @Test
    void messagesWrittenWithoutAConnectionAreSentInOrderAfterwards() {
        Tab alices = open(alice).openConversation("bob").send("before");
        Tab bobs = open(bob).openConversation("alice");
        bobs.shows("before");

        int port = server.port();
        server.stop();
        assertThat(alices.notice()).containsText(LOST);
        alices.send("one").send("two").send("three");
        alices.shows("before", "one", "two", "three");
        assertThat(alices.markOf("three")).containsText("Waiting to be sent");

        server.resume(port);
        assertThat(alices.notice()).containsText(BACK);
        bobs.shows("before", "one", "two", "three");
        alices.shows("before", "one", "two", "three");
        assertThat(alices.markOf("three")).containsText("Read");
        assertThat(alices.notice()).isEmpty();
        alices.reload().shows("before", "one", "two", "three");
    }

    @Test
    void pendingMessagesSurviveClosingThePage() {
        Tab alices = open(alice).openConversation("bob").send("before");
        assertThat(alices.markOf("before")).containsText("Sent");
        int port = server.port();
        server.stop();
        alices.send("one").send("two");
        assertThat(alices.markOf("two")).containsText("Waiting to be sent");
        // Closed and not reloaded, because the browser's error page would interfere with the next visit.
        alices.page.close();

        server.resume(port);
        Tab again = alices.device().newTab().visit("/chat").connected().openConversation("bob");
        again.shows("before", "one", "two");
        assertThat(again.markOf("two")).containsText("Sent");
        open(bob).openConversation("alice").shows("before", "one", "two");
    }

    @Test
    void pendingMessagesBelongToTheUserAndNotToTheBrowser() {
        server.register("carol");
        Tab tab = open(alice).openConversation("carol");
        int port = server.port();
        server.stop();
        tab.send("only alice may send this");
        assertThat(tab.markOf("only alice may send this")).containsText("Waiting to be sent");
        // Another account in the same browser, while alice's page is closed.
        tab.page.close();
        server.resume(port);
        tab.device().context().clearCookies();
        Tab other = tab.device().newTab().login("bob").openConversation("carol");
        other.send("bob's own");
        assertThat(other.markOf("bob's own")).containsText("Sent");
        other.shows("bob's own");
        other.logout();
        other.login("alice").openConversation("carol").shows("only alice may send this");
        assertThat(other.markOf("only alice may send this")).containsText("Sent");
    }

    @Test
    void messagesWrittenDuringARestartArriveOnceAndInOrder() {
        Tab alices = open(alice).openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        Chatter.numbered(1, 10).forEach(alices::send);
        server.restart();
        Chatter.numbered(11, 20).forEach(alices::send);
        bobs.shows(Chatter.numbered(1, 20));
        alices.shows(Chatter.numbered(1, 20));
        assertThat(alices.markOf("message 20")).containsText("Read");
        bobs.reload().shows(Chatter.numbered(1, 20));
    }

    @Test
    void aFewMissedMessagesAreCaughtUp() {
        Tab alices = open(alice).openConversation("bob");
        Chatter.send(bob, alice, "seen");
        alices.shows("seen");
        whileDisconnected(bob, returned -> Chatter.send(returned, alice, "missed 1", "missed 2"));
        alices.shows("seen", "missed 1", "missed 2");
    }

    @Test
    void fiveHundredMissedMessagesAreCaughtUpWithoutGapsOrDuplicates() {
        Tab alices = open(alice).openConversation("bob");
        Chatter.send(bob, alice, Chatter.numbered(1, 20));
        alices.shows(Chatter.numbered(1, 20));

        whileDisconnected(bob, returned -> Chatter.send(returned, alice, Chatter.numbered(21, 520)));
        assertThat(alices.message("message 520")).hasCount(1);
        Chatter.send(bob, alice, "and one live");
        assertThat(alices.message("and one live")).hasCount(1);
        scrollToTheFirst(alices);
        List<String> all = Stream.concat(Chatter.numbered(1, 520).stream(), Stream.of("and one live"))
                .toList();
        assertEquals(all, alices.messages());
    }

    @Test
    void missedMessagesOfOtherConversationsAppearInTheList() {
        server.register("carol");
        Tab alices = open(alice).openConversation("carol");
        whileDisconnected(bob, returned -> Chatter.send(returned, alice, "missed 1", "missed 2"));
        assertThat(alices.row("bob")).containsText("missed 2");
        assertThat(alices.row("bob")).hasAccessibleName(Pattern.compile("2 unread"));
        assertThat(alices.page).hasTitle("(2) carol · Chat");
        alices.openConversation("bob").shows("missed 1", "missed 2");
    }

    @Test
    void thePageSaysThatTheBrowserIsOffline() {
        Tab alices = open(alice).openConversation("bob");
        alices.device().context().setOffline(true);
        assertThat(alices.notice()).hasText("You are offline. Messages will be sent when you are back.");
        alices.device().context().setOffline(false);
        assertThat(alices.notice()).containsText(BACK);
        assertThat(alices.notice()).isEmpty();
    }

    @Test
    void aPageReloadsWhenTheDatabaseWasRestored() throws IOException, SQLException {
        Tab alices = open(alice).openConversation("bob").send("before");
        assertThat(alices.markOf("before")).containsText("Sent");
        int port = server.port();
        server.stop();
        Path copy = folder.resolve("copy.db");
        Files.copy(server.database(), copy);
        alices.reconnects(() -> server.resume(port));
        alices.send("lost");
        assertThat(alices.markOf("lost")).containsText("Sent");

        server.stop();
        alices.send("waiting").type("a draft");
        assertThat(alices.markOf("waiting")).containsText("Waiting to be sent");
        alices.page.evaluate("() => { window.isOldPage = true; }");
        Files.move(copy, server.database(), StandardCopyOption.REPLACE_EXISTING);
        try (Connection database = server.connect();
                Statement statement = database.createStatement()) {
            statement.execute("DELETE FROM database_mark");
        }
        server.resume(port);
        alices.page.waitForFunction("() => !window.isOldPage");
        alices.isIn("bob").shows("before", "waiting");
        assertThat(alices.markOf("waiting")).containsText("Sent");
        assertThat(alices.messageField()).hasValue("a draft");
    }

    @Test
    void aPageTooManySaysSoAndCanTryAgain() {
        server.close();
        server = TestServer.start(folder, Map.of("RATE_LIMITS", "on"));
        Person carol = server.register("carol");
        List<TestSocket> others = Stream.generate(carol::connect).limit(30).toList();
        Tab tab = device(desktop()).of(carol).visit("/chat");
        assertThat(tab.notice()).containsText("Too many pages of your account are open.");
        tab.button("Try now").click();
        assertThat(tab.notice()).containsText("Too many pages of your account are open.");
        others.get(0).close();
        // The server may hear of the close only after the first try, and the button goes when one succeeds.
        tab.page.waitForCondition(() -> {
            tab.page.evaluate("() => document.querySelector('#connection button')?.click()");
            return !tab.notice().textContent().contains("Too many");
        });
        tab.connected();
        others.forEach(TestSocket::close);
    }

    /** Runs the action on another server with the same database, while the pages have no connection. */
    private void whileDisconnected(Person person, Consumer<Person> action) {
        int port = server.port();
        server.stop();
        try (TestServer elsewhere = TestServer.start(folder)) {
            action.accept(new Person(elsewhere).login(person.username()));
        }
        server.resume(port);
    }

    private static void scrollToTheFirst(Tab tab) {
        tab.page.waitForCondition(() -> {
            tab.log().evaluate("log => { log.scrollTop = 0; }");
            return tab.messages().get(0).equals("message 1");
        });
    }
}
