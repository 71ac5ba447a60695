package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Takes the README's screenshots with the tools of the browser tests: {@code src/bench/screenshots.sh}. */
final class Screenshots extends BrowserTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T16:12:00Z");

    private Person maya;
    private Person jonas;
    private Person priya;
    private Person tom;
    private long trip;

    /** @param arguments the path of an empty folder for the server */
    public static void main(String[] arguments) {
        Screenshots screenshots = new Screenshots();
        screenshots.folder = Path.of(arguments[0]);
        try (SystemBrowser.Started browser = SystemBrowser.open()) {
            screenshots.startServer();
            try {
                screenshots.takeAll();
            } finally {
                screenshots.closeAll();
            }
        }
    }

    private void takeAll() {
        server.clock.pass(Duration.between(Instant.now(), BEGIN));
        maya = server.register("maya");
        jonas = server.register("jonas");
        priya = server.register("priya");
        tom = server.register("tom.h");
        Person elena = server.register("elena");
        Person sam = server.register("sam_w");
        trip = Chatter.createGroup(maya, "Cabin weekend", jonas, priya, tom);

        Chatter.send(sam, maya, "The printer on the second floor is back, by the way");
        Chatter.send(maya, sam, "You are a hero");
        pass(Duration.ofHours(26));
        Chatter.send(maya, elena, "Did the parcel arrive?");
        Chatter.send(elena, maya, "Yes, this morning. Thank you!");
        pass(Duration.ofHours(14));
        say(jonas, "Morning! I found the cabin, it is free from the 4th to the 6th");
        say(jonas, "https://example.org/cabins/lakeside");
        pass(Duration.ofMinutes(9));
        say(priya, "That looks lovely. Is there a stove, or do we freeze like last year?");
        pass(Duration.ofMinutes(2));
        say(jonas, "A stove, and somebody has already cut the wood");
        pass(Duration.ofMinutes(11));
        say(maya, "Then I am in. I can take three people in the car, leaving Friday around four");
        pass(Duration.ofMinutes(3));
        say(tom, "Count me in. I will do dinner on Saturday:\nsoup, bread, and the good cheese");
        pass(Duration.ofMinutes(1));
        say(priya, "Two places in the car for us, please", "And I will bring the board games");
        pass(Duration.ofMinutes(4));
        Chatter.send(jonas, maya, "Shall I book it, or wait for tom?");
        Chatter.send(tom, maya, "Do you still have my climbing shoes?", "No hurry");

        take(desktop().setColorScheme(ColorScheme.LIGHT), "docs/screenshot.png");
        take(phone().setColorScheme(ColorScheme.DARK).setDeviceScaleFactor(2), "docs/screenshot-phone.png");
    }

    private void take(NewContextOptions options, String file) {
        Device device = device(options).of(maya);
        device.context().clock().setFixedTime(server.clock.millis());
        Tab tab = device.newTab().visit("/chat");
        tab.tab("Recent").click();
        tab.openConversation("Cabin weekend");
        if (tab.newMessagesLine().count() > 0) {
            tab.log().press("End");
        }
        // All members open the group, so that its messages are marked as read. jonas types below.
        for (Person person : new Person[] {priya, tom}) {
            readGroup(person);
        }
        Tab jonasTab = device(desktop()).of(jonas).visit("/chat");
        jonasTab.tab("Recent").click();
        jonasTab.openConversation("Cabin weekend");
        if (tab.messages().stream().noneMatch("Friday at four, then"::equals)) {
            tab.send("Friday at four, then");
        }
        assertThat(tab.markOf("Friday at four, then")).containsText("Read by all");
        jonasTab.type("Great");
        assertThat(tab.typing()).hasText("jonas is typing");
        tab.page.mouse().move(640, 300);
        tab.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(file)));
    }

    private void readGroup(Person person) {
        Tab tab = device(desktop()).of(person).visit("/chat");
        tab.tab("Recent").click();
        tab.openConversation("Cabin weekend");
    }

    private void say(Person person, String... texts) {
        Chatter.sendToGroup(person, trip, texts);
    }

    private void pass(Duration time) {
        server.clock.pass(time);
    }
}
