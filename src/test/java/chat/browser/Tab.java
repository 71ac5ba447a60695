package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the chat and the actions of its user. */
final class Tab {
    final Page page;
    private final Device device;
    private final String url;
    /** How many {@code connect} events the sockets of the current page have received. */
    private int connectEvents;

    Tab(Page page, Device device, String url) {
        this.page = page;
        this.device = device;
        this.url = url;
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.text() != null && frame.text().startsWith("{\"event\":\"connect\"")) {
                connectEvents++;
            }
        }));
    }

    Tab visit(String path) {
        connectEvents = 0;
        page.navigate(url + path);
        return this;
    }

    Device device() {
        return device;
    }

    // Signing in

    Tab register(String name) {
        visit("/register");
        fillRegistration(name, Person.PASSWORD, Person.PASSWORD);
        button("Register").click();
        return connected();
    }

    void fillRegistration(String name, String password, String confirmed) {
        field("Username").fill(name);
        field("Password").fill(password);
        field("Confirm password").fill(confirmed);
    }

    Tab login(String name) {
        visit("/login");
        field("Username").fill(name);
        field("Password").fill(Person.PASSWORD);
        button("Login").click();
        return connected();
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true));
    }

    void logout() {
        link("Logout").click();
        isAtLogin();
    }

    void isAtLogin() {
        assertThat(page).hasURL(Pattern.compile("/login(\\?ended=[a-z]+)?(#.*)?$"));
        assertThat(button("Login")).isVisible();
    }

    Tab reload() {
        connectEvents = 0;
        page.reload();
        return connected();
    }

    /** Waits for the socket, without which the page does not see what others do. */
    Tab connected() {
        assertThat(page).hasURL(Pattern.compile("/chat(#.*)?$"));
        page.waitForCondition(() -> connectEvents > 0);
        return this;
    }

    // The lists

    Locator tab(String name) {
        return page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator panel(String name) {
        return page.getByRole(
                AriaRole.TABPANEL, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator allUsers() {
        return panel("All Users");
    }

    Locator recent() {
        return panel("Recent");
    }

    /** The conversation in the visible list. The text of its link begins with the name. */
    Locator row(String name) {
        return panel("All Users")
                .or(panel("Recent"))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(Pattern.compile("^" + quote(name) + "(?![\\w.-])")));
    }

    Locator rows() {
        return panel("All Users").or(panel("Recent")).getByRole(AriaRole.LINK);
    }

    Tab openConversation(String name) {
        row(name).click();
        return isIn(name);
    }

    Tab isIn(String name) {
        assertThat(head()).hasText(name);
        return this;
    }

    Locator head() {
        return page.locator("#head-name");
    }

    /** The line below the name: online, last seen, or the number of members. */
    Locator presence() {
        return page.locator("#head-presence");
    }

    /** Replaces the presence while someone is typing. */
    Locator typing() {
        return page.locator(".head-state [aria-live=polite]");
    }

    // Messages

    Locator messageField() {
        return field("Message");
    }

    Tab type(String text) {
        messageField().fill(text);
        return this;
    }

    Tab send(String text) {
        type(text);
        messageField().press("Enter");
        return this;
    }

    Locator log() {
        return page.getByRole(AriaRole.LOG, new GetByRoleOptions().setName("Messages"));
    }

    Locator bubbles() {
        return log().locator(".bubble");
    }

    Locator message(String text) {
        return log().locator(bubble(text));
    }

    private Locator bubble(String text) {
        return page.locator(".bubble")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + quote(text) + "$")));
    }

    /** All messages in the page, from top to bottom. */
    List<String> messages() {
        return bubbles().allTextContents();
    }

    /** Asserts that exactly these messages are shown, in this order. */
    void shows(List<String> texts) {
        assertThat(bubbles()).hasText(texts.toArray(String[]::new));
    }

    void shows(String... texts) {
        shows(List.of(texts));
    }

    /** The time and state below the group of messages that contains this one. */
    Locator markOf(String text) {
        return log().getByRole(AriaRole.GROUP)
                .filter(new Locator.FilterOptions().setHas(bubble(text)))
                .locator(".group-meta");
    }

    Locator newMessagesLine() {
        return log().getByText("New messages");
    }

    /** The round button that scrolls to the newest message. */
    Locator jumpDown() {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Go to the newest message")));
    }

    /** The distance of a message from the top of the window, in px. */
    double top(String text) {
        return message(text).boundingBox().y;
    }

    // Connection, dialogs and menus

    /** Cuts the connection and waits for the next one. */
    void reconnects(Runnable cut) {
        connectEvents = 0;
        cut.run();
        page.waitForCondition(() -> connectEvents > 0);
    }

    /** The connection notice. Empty while the page is connected. */
    Locator notice() {
        return page.locator("#connection");
    }

    Locator dialog() {
        return page.locator("dialog[open]");
    }

    Locator inDialog(AriaRole role, String name) {
        return dialog().getByRole(
                        role, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    void chooseInMenu(String menu, String item) {
        button(menu).click();
        button(item).click();
    }

    Locator blank() {
        return page.locator("#blank-state");
    }

    /** Quotes a text for a pattern that is matched in the browser, which does not know {@link Pattern#quote}. */
    private static String quote(String text) {
        return text.replaceAll("[\\\\^$.*+?()\\[\\]{}|/]", "\\\\$0");
    }
}
