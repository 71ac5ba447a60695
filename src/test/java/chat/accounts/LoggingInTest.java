package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingInTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Answer login(Person who, String username, String password) {
        return who.form("/login", Map.of("username", username, "password", password));
    }

    private static String token(Person person) {
        return person.sessionToken();
    }

    private static int statusWith(String token) {
        return running.visitor()
                .fetch("GET", "/users", null, "Cookie", "session=" + token)
                .status();
    }

    @Test
    void theRootRedirectsToTheChatOrTheLogin() {
        assertEquals("/login", running.visitor().get("/").expect(303).header("Location"));
        assertEquals("/chat", running.person("alice").get("/").expect(303).header("Location"));
    }

    @Test
    void theChatRequiresALogin() {
        assertEquals("/login", running.visitor().get("/chat").expect(303).header("Location"));
    }

    @Test
    void loggingInLeadsToTheChat() {
        Person alice = running.person("alice");
        Person visitor = running.visitor();
        assertEquals(
                "/chat",
                login(visitor, alice.username(), Person.PASSWORD).expect(303).header("Location"));
        visitor.get("/chat").expect(200);
    }

    @Test
    void theCaseOfTheNameIsIgnored() {
        Person alice = running.person("alice");
        login(running.visitor(), alice.username().toUpperCase(Locale.ROOT), Person.PASSWORD)
                .expect(303);
    }

    @Test
    void anUnknownNameAndAWrongPasswordLookTheSame() {
        Person alice = running.person("alice");
        Answer wrong =
                login(running.visitor(), alice.username(), "not-the-password").expect(401);
        Answer unknown = login(running.visitor(), "nobody", "not-the-password").expect(401);
        assertTrue(wrong.body().contains("value=\"" + alice.username() + "\""), "the username is kept");
        assertEquals(wrong.body().replace(alice.username(), "nobody"), unknown.body());
        assertTrue(wrong.body().contains("role=\"alert\""));
    }

    @Test
    void aTooLongPasswordIsWrong() {
        Person alice = running.person("alice");
        Answer wrong =
                login(running.visitor(), alice.username(), "wrong-password").expect(401);
        Answer tooLong =
                login(running.visitor(), alice.username(), "x".repeat(100)).expect(401);
        assertEquals(wrong.body(), tooLong.body());
    }

    @Test
    void emptyFieldsAndMalformedTextAreRefusedWithThePage() {
        for (String body : new String[] {
            "",
            "username=alice",
            "password=abcdef",
            "username=%00a&password=abcdef",
            "username=a&password=%ED%A0%80",
            "username=%zz&password=abcdef",
            "username=alice&password=abc%00def"
        }) {
            Answer page = running.visitor().post("/login", FORM, body);
            assertTrue(page.status() >= 400 && page.status() < 500, body + ": " + page.status());
            assertTrue(page.body().contains("name=\"password\""), body);
        }
    }

    @Test
    void theNameIsKeptWhenThePasswordContainsNul() {
        Answer page = running.visitor().post("/login", FORM, "username=alice&password=abc%00def");
        page.expect(400);
        assertTrue(page.body().contains("value=\"alice\""));
    }

    @Test
    void loggingInAgainEndsTheCurrentSession() {
        Person alice = running.person("alice");
        Person otherDevice = alice.onAnotherDevice();
        String before = token(alice);
        try (TestSocket socket = alice.connect();
                TestSocket other = otherDevice.connect()) {
            assertEquals(200, statusWith(before));
            alice.login(alice.username());
            assertNotEquals(before, token(alice));
            assertEquals(401, statusWith(before));
            socket.awaitSessionEnd("ended");
            other.send("ping", Map.of()).await("pong");
        }
        otherDevice.get("/users").expect(200);
    }

    @Test
    void registeringEndsTheCurrentSession() {
        Person alice = running.person("alice");
        String before = token(alice);
        try (TestSocket socket = alice.connect()) {
            alice.register(running.uniqueName("second"));
            assertEquals(401, statusWith(before));
            socket.awaitSessionEnd("ended");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s ", " %s", "\t%s\r\n", "\u00a0%s\u202f", "\u3000%s\u2007 \u0085"})
    void whitespaceAroundTheNameIsIgnored(String typed) {
        String name = running.uniqueName("alice");
        Map<String, String> form = Map.of(
                "username", typed.formatted(name), "password", Person.PASSWORD, "confirm_password", Person.PASSWORD);
        running.visitor().form("/register", form).expect(303);
        running.visitor().form("/login", form).expect(303);
        running.visitor().login(name);
        assertEquals(
                1,
                running.visitor()
                        .login(name)
                        .get("/users?q=" + URLEncoder.encode(typed.formatted(name), StandardCharsets.UTF_8))
                        .json()
                        .get("users")
                        .size());
    }

    @Test
    void aPasswordMayBeTypedComposedOrDecomposed() {
        for (List<String> pair : List.of(
                List.of("p\u00e4ssw\u00f6rd", "pa\u0308sswo\u0308rd"),
                List.of("pa\u0308sswo\u0308rd", "p\u00e4ssw\u00f6rd"))) {
            String name = running.uniqueName("alice");
            running.visitor()
                    .form(
                            "/register",
                            Map.of("username", name, "password", pair.get(0), "confirm_password", pair.get(1)))
                    .expect(303);
            for (String password : pair) {
                running.visitor()
                        .form("/login", Map.of("username", name, "password", password))
                        .expect(303);
            }
            running.visitor()
                    .form("/login", Map.of("username", name, "password", "passwort"))
                    .expect(401);
        }
    }

    @Test
    void aFailedLoginEndsNoSession() {
        Person alice = running.person("alice");
        login(alice, alice.username(), "not-the-password").expect(401);
        alice.get("/users").expect(200);
    }

    @Test
    void aPlantedSessionIsReplacedAtLogin() {
        Person alice = running.person("alice");
        Person victim = running.visitor();
        Answer answer = victim.fetch(
                "POST",
                "/login",
                "username=" + alice.username() + "&password=" + Person.PASSWORD,
                "Content-Type",
                FORM,
                "Cookie",
                "session=planted");
        answer.expect(303);
        assertEquals(401, statusWith("planted"));
        assertFalse(answer.header("Set-Cookie").contains("planted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat?with=2", "/rooms", "/"})
    void theLoginRedirectsToALocalPath(String next) {
        Person alice = running.person("alice");
        Answer answer = running.visitor()
                .form("/login", Map.of("username", alice.username(), "password", Person.PASSWORD, "next", next));
        assertEquals(next, answer.expect(303).header("Location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                " //evil.example",
                "/\r\nX-Evil: 1",
                "evil.example",
                "",
                "///evil.example"
            })
    void theLoginNeverRedirectsToAnotherSite(String next) {
        Person alice = running.person("alice");
        Answer answer = running.visitor()
                .form("/login", Map.of("username", alice.username(), "password", Person.PASSWORD, "next", next));
        assertEquals("/chat", answer.expect(303).header("Location"));
    }

    @Test
    void thePageKeepsOnlyALocalNext() {
        assertTrue(running.visitor().get("/login?next=/chat%3Fwith=2").body().contains("/chat?with&#x3D;2")
                || running.visitor().get("/login?next=/chat%3Fwith=2").body().contains("/chat?with=2"));
        assertFalse(running.visitor().get("/login?next=//evil.example").body().contains("evil.example"));
    }

    @Test
    void thePageSaysWhyASessionEndedOnlyInItsOwnWords() {
        String page = running.visitor().get("/login?ended=expired").expect(200).body();
        assertTrue(page.contains("Your session has expired. Please log in again."), page);
        String made =
                running.visitor().get("/login?ended=Send+money").expect(200).body();
        assertEquals(running.visitor().get("/login").body(), made);
    }

    @Test
    void thePageLinksToTheRegistration() {
        String page = running.visitor().get("/login").expect(200).body();
        assertTrue(page.contains("Register here"));
    }

    @Test
    void theLinkToTheRegistrationKeepsTheNextPath() {
        String page = running.visitor().get("/login?next=/rooms").expect(200).body();
        assertTrue(page.contains("href=\"/register?next=%2Frooms\""), page);
        String back = running.visitor().get("/register?next=/rooms").expect(200).body();
        assertTrue(back.contains("href=\"/login?next=%2Frooms\""), back);
    }
}
