package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the text of messages is shown. */
class MessageTextTest extends BrowserTest {
    private static final List<String> ATTACKS = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(2)>",
            "<svg/onload=alert(3)>",
            "\"><script src=//evil.example/x.js></script>",
            "<a href=\"javascript:alert(4)\">click</a>",
            "javascript:alert(5)",
            "https://example.org/\"onmouseover=\"alert(6)",
            "https://example.org/'><img src=x onerror=alert(7)>",
            "<iframe srcdoc='<script>alert(8)</script>'></iframe>",
            "<style>*{display:none}</style>",
            "<base href=//evil.example/>",
            "{{7*7}} ${7*7} {% raw %} #{7*7}",
            "</textarea></template><script>alert(9)</script>",
            "&lt;script&gt;alert(10)&lt;/script&gt;",
            "data:text/html,<script>alert(11)</script>",
            "<math><mi xlink:href=\"data:x,<script>alert(12)</script>\">");

    private Person alice;
    private Person bob;

    @BeforeEach
    void twoPeople() {
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @Test
    void markupIsShownAsTextAndNeverRuns() {
        Tab bobs = open(bob).openConversation("alice");
        Chatter.send(alice, bob, ATTACKS);
        assertThat(bobs.bubbles()).hasCount(ATTACKS.size());
        assertEquals(ATTACKS, bobs.messages());

        Locator links = bobs.log().getByRole(AriaRole.LINK);
        for (Locator link : links.all()) {
            assertTrue(((String) link.evaluate("link => link.href")).startsWith("http"), link.innerText());
            link.hover();
        }
        // The texts are unchanged in the list and after a reload.
        bobs.reload().tab("Recent").click();
        assertEquals(ATTACKS, bobs.messages());
        assertThat(bobs.row("alice")).containsText(ATTACKS.get(ATTACKS.size() - 1));
        assertEquals(
                0,
                bobs.page
                        .locator("#log script, #log img, #log iframe, #log style, #log svg, #log base")
                        .count());
    }

    @Test
    void aGroupNameIsShownAsText() {
        String name = "<img src=x onerror=alert(1)>";
        Chatter.createGroup(alice, name, bob);
        Tab bobs = open(bob);
        bobs.tab("Recent").click();
        bobs.openConversation(name);
        assertThat(bobs.page).hasTitle(name + " · Chat");
    }

    @Test
    void addressesBecomeLinksThatOpenInANewTabWithoutReferrer() {
        Tab bobs = open(bob).openConversation("alice");
        Chatter.send(alice, bob, "See https://example.org/a?b=c#d, or www.example.net.", "Write to me@example.org");
        Locator link = bobs.link("https://example.org/a?b=c#d");
        assertThat(link).hasAttribute("href", "https://example.org/a?b=c#d");
        assertThat(link).hasAttribute("target", "_blank");
        assertThat(link).hasAttribute("rel", Pattern.compile("noopener.*noreferrer|noreferrer.*noopener"));
        assertThat(bobs.link("www.example.net")).hasAttribute("href", "https://www.example.net");
        assertThat(bobs.link("me@example.org")).hasAttribute("href", "mailto:me@example.org");
    }

    @Test
    void lineBreaksAndSpacesAreKept() {
        Tab alices = open(alice).openConversation("bob");
        Tab bobs = open(bob).openConversation("alice");
        alices.messageField().pressSequentially("one");
        alices.messageField().press("Shift+Enter");
        alices.messageField().press("Shift+Enter");
        alices.messageField().pressSequentially("  two");
        alices.messageField().press("Enter");
        assertThat(bobs.bubbles()).hasCount(1);
        assertEquals(List.of("one\n\n  two"), bobs.messages());
        assertThat(bobs.bubbles()).hasCSS("white-space", "pre-wrap");
    }

    @Test
    void nearTheLimitTheFieldCountsAndBeyondItNothingIsSent() {
        Tab alices = open(alice).openConversation("bob");
        alices.type("x".repeat(3_990));
        assertThat(alices.page.locator("#counter")).hasText("10 characters left");
        alices.type("x".repeat(4_001));
        assertThat(alices.page.locator("#counter")).hasText("1 character too many");
        assertThat(alices.button("Send")).hasAttribute("aria-disabled", "true");
        alices.messageField().press("Enter");
        assertThat(alices.messageField()).hasValue("x".repeat(4_001));
        alices.send("x".repeat(4_000));
        assertThat(alices.markOf("x".repeat(4_000))).containsText("Sent");
    }
}
