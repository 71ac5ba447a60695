package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the chat, in the words of the person before it. */
final class Tab {
    final Page page;
    private final Device device;
    private final String url;
    /** How often the server has greeted a socket of the page that is shown. */
    private int greetings;

    Tab(Page page, Device device, String url) {
        this.page = page;
        this.device = device;
        this.url = url;
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.text() != null && frame.text().startsWith("{\"event\":\"connect\"")) {
                greetings++;
            }
        }));
    }

    Tab visit(String path) {
        greetings = 0;
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
        assertThat(page).hasURL(url + "/login");
        assertThat(button("Login")).isVisible();
    }

    Tab reload() {
        greetings = 0;
        page.reload();
        return connected();
    }

    /** Waits for the socket: before, nothing that others do is seen at once. */
    Tab connected() {
        assertThat(page).hasURL(Pattern.compile("/chat(#.*)?$"));
        page.waitForCondition(() -> greetings > 0);
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

    /** The conversation in the list that is shown; its link's words begin with the name. */
    Locator row(String name) {
        return panel("All Users")
                .or(panel("Recent"))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(Pattern.compile("^" + literally(name) + "(?![\\w.-])")));
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

    /** What stands below the name: online, last seen, how many members. */
    Locator presence() {
        return page.locator("#head-presence");
    }

    /** What takes its place while somebody types. */
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
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + literally(text) + "$")));
    }

    /** All messages that the page holds, from top to bottom. */
    List<String> messages() {
        return bubbles().allTextContents();
    }

    /** These messages, all of them, in this order. */
    void shows(List<String> texts) {
        assertThat(bubbles()).hasText(texts.toArray(String[]::new));
    }

    void shows(String... texts) {
        shows(List.of(texts));
    }

    /** The time and the mark below the messages that this one stands with. */
    Locator markOf(String text) {
        return log().getByRole(AriaRole.GROUP)
                .filter(new Locator.FilterOptions().setHas(bubble(text)))
                .locator(".group-meta");
    }

    Locator newMessagesLine() {
        return log().getByText("New messages");
    }

    /** The round button that goes down to the newest message. */
    Locator jumpDown() {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Go to the newest message")));
    }

    /** How far below the top of the window a message stands. */
    double place(String text) {
        return message(text).boundingBox().y;
    }

    // Around

    /** Lets the connection go and waits for the next one. */
    void reconnects(Runnable cut) {
        greetings = 0;
        cut.run();
        page.waitForCondition(() -> greetings > 0);
    }

    /** What the page says of its connection; empty while all is well. */
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

    /** {@link Pattern#quote} is Java's alone; these patterns are matched in the browser. */
    private static String literally(String text) {
        return text.replaceAll("[\\\\^$.*+?()\\[\\]{}|/]", "\\\\$0");
    }
}
