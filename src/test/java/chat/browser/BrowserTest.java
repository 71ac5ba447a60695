package chat.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.app.TestServer;
import chat.testing.Person;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server, and users with separate browsers. A script error or a violation of the CSP fails any test. */
@ExtendWith(SystemBrowser.class)
abstract class BrowserTest {
    @TempDir
    Path folder;

    TestServer server;
    private final List<Device> devices = new ArrayList<>();

    @BeforeEach
    void startServer() {
        server = TestServer.start(folder, environment());
    }

    /** The variables of the server. */
    Map<String, String> environment() {
        return Map.of();
    }

    @AfterEach
    void closeAll() {
        List<String> faults =
                devices.stream().flatMap(device -> device.faults().stream()).toList();
        devices.forEach(Device::close);
        server.close();
        assertEquals(List.of(), faults, "errors in the pages");
    }

    static NewContextOptions desktop() {
        return new NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    static NewContextOptions phone() {
        return desktop().setViewportSize(390, 844).setHasTouch(true).setIsMobile(true);
    }

    Device device(NewContextOptions options) {
        Device device = new Device(SystemBrowser.browser().newContext(options), server.url());
        devices.add(device);
        return device;
    }

    /** The login page, in the browser of a visitor without an account. */
    Tab visitor() {
        return device(desktop()).visit("/login");
    }

    /** The chat page, in a new browser logged in as this person. */
    Tab open(Person person) {
        return open(person, desktop());
    }

    Tab open(Person person, NewContextOptions options) {
        return device(options).of(person).chat();
    }
}
