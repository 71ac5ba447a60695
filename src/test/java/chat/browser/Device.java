package chat.browser;

import chat.testing.Person;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.List;

/** A browser with its own cookies and storage. It collects all errors in its pages. */
final class Device {
    private static final String REPORT_VIOLATIONS =
            """
            addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
              window.testHeard(`CSP ${violatedDirective}: ${blockedURI} ${sample}`));
            """;

    private final BrowserContext context;
    private final String url;
    private final List<String> faults = new ArrayList<>();

    Device(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        context.setDefaultTimeout(SystemBrowser.TIMEOUT);
        context.onWebError(error -> faults.add("script: " + error.error()));
        context.onDialog(dialog -> {
            faults.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        context.exposeBinding("testHeard", (source, arguments) -> faults.add(String.valueOf(arguments[0])));
        context.addInitScript(REPORT_VIOLATIONS);
    }

    /** Logs in with the session of this person. */
    Device of(Person person) {
        String name = person.sessionCookie().substring(0, person.sessionCookie().indexOf('='));
        context.addCookies(List.of(new Cookie(name, person.sessionToken()).setUrl(url)));
        return this;
    }

    Tab visit(String path) {
        return newTab().visit(path);
    }

    Tab chat() {
        return visit("/chat").connected();
    }

    /** A blank tab. */
    Tab newTab() {
        return new Tab(context.newPage(), this, url);
    }

    BrowserContext context() {
        return context;
    }

    List<String> faults() {
        // Waiting for an answer of the page delivers the errors it has reported so far.
        context.pages().forEach(Page::title);
        return faults;
    }

    void close() {
        context.close();
    }
}
