package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    @TempDir
    Path folder;

    private static String attributes(Answer answer) {
        return answer.header("Set-Cookie").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> signUp(String name) {
        return Map.of("username", name, "password", Person.PASSWORD, "confirm_password", Person.PASSWORD);
    }

    @Test
    void theCookieIsKeptFromScriptsAndFromOtherSites() {
        String cookie = attributes(running.visitor().form("/register", signUp("alice")));
        assertTrue(cookie.startsWith("session="), cookie);
        assertTrue(cookie.contains("httponly"), cookie);
        assertTrue(cookie.contains("samesite=lax"), cookie);
        assertTrue(cookie.contains("path=/;") || cookie.endsWith("path=/"), cookie);
        assertTrue(cookie.contains("max-age=2592000"), cookie);
        assertFalse(cookie.contains("secure"), "plain http must be able to send it: " + cookie);
        assertFalse(cookie.contains("domain="), cookie);
    }

    @Test
    void overHttpsTheCookieIsBoundToTheHost() {
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "https://chat.example.org"))) {
            String cookie = attributes(server.visitor().form("/register", signUp("alice")));
            assertTrue(cookie.startsWith("__host-session="), cookie);
            assertTrue(cookie.contains("; secure"), cookie);
            assertTrue(cookie.contains("httponly"), cookie);
            assertTrue(cookie.contains("samesite=lax"), cookie);
        }
    }

    @Test
    void behindATrustedProxyTheCookieIsAsTheRequestCame() {
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "private"))) {
            String form = "application/x-www-form-urlencoded";
            String alice = "username=alice&password=password123&confirm_password=password123";
            String cookie = attributes(server.visitor()
                    .fetch("POST", "/register", alice, "Content-Type", form, "X-Forwarded-Proto", "https"));
            assertTrue(cookie.startsWith("__host-session="), cookie);
            assertTrue(cookie.contains("; secure"), cookie);

            String plain = attributes(server.visitor().fetch("POST", "/login", alice, "Content-Type", form));
            assertTrue(plain.startsWith("session="), plain);
            assertFalse(plain.contains("; secure"), plain);
        }
    }

    @Test
    void overHttpsThePlainCookieIsNone() {
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "private"))) {
            Person alice = server.register("alice");
            String token = alice.cookie("session").getValue();
            alice.fetch("GET", "/users", null).expect(200);
            alice.fetch("GET", "/users", null, "X-Forwarded-Proto", "https").expect(401);
            assertEquals(401, alice.refusedUpgrade("X-Forwarded-Proto", "https"));
            String bound = "__Host-session=" + token;
            Person stranger = server.visitor();
            stranger.fetch("GET", "/users", null, "X-Forwarded-Proto", "https", "Cookie", bound)
                    .expect(200);
            stranger.fetch("GET", "/users", null, "Cookie", bound).expect(401);
        }
    }

    @Test
    void aSessionSurvivesARestart() {
        Person alice = running.person("alice");
        running.get().restart();
        alice.get("/users").expect(200);
    }

    @Test
    void aSessionEndsThirtyDaysAfterItsLastUse() {
        Person alice = running.person("alice");
        Person idle = running.person("idle");
        for (int i = 0; i < 3; i++) {
            running.clock().pass(Duration.ofDays(20));
            Answer answer = alice.get("/users").expect(200);
            assertTrue(attributes(answer).contains("max-age=2592000"), "the browser keeps it as long");
            running.person("writer"); // whose registration is stored after the use was noted
        }
        idle.get("/users").expect(401);
        running.clock().pass(Duration.ofDays(30).minusMinutes(5));
        alice.get("/users").expect(200);
        running.person("writer");
        running.clock().pass(Duration.ofDays(30).plusSeconds(1));
        alice.get("/users").expect(401);
    }

    @Test
    void aUseSoonAfterAnotherIsNotWrittenAgain() {
        Person alice = running.person("alice");
        running.clock().pass(Duration.ofMinutes(30));
        assertNull(alice.get("/users").expect(200).header("Set-Cookie"));
    }

    @Test
    void theNewCookieIsTheLastWordWhereAnOldSessionIsUsed() {
        Person alice = running.person("alice");
        running.clock().pass(Duration.ofDays(1));
        List<String> atLogin = alice.form("/login", Map.of("username", alice.username(), "password", Person.PASSWORD))
                .expect(303)
                .headers("Set-Cookie");
        assertTrue(
                atLogin.get(atLogin.size() - 1).contains(alice.cookie("session").getValue()));
        alice.get("/users").expect(200);
        running.clock().pass(Duration.ofDays(1));
        List<String> atLogout = alice.get("/logout").expect(303).headers("Set-Cookie");
        assertTrue(atLogout.get(atLogout.size() - 1).startsWith("session=;"), atLogout::toString);
    }

    @Test
    void aFileThatCachesMayShareCarriesNoCookie() {
        Person alice = running.person("alice");
        String page = alice.get("/chat").expect(200).body();
        String script = page.replaceAll("(?s).*(/static/[0-9a-z]+/js/chat\\.js).*", "$1");
        running.clock().pass(Duration.ofDays(1));
        Answer file = alice.get(script).expect(200);
        assertTrue(file.header("Cache-Control").contains("public"));
        assertNull(file.header("Set-Cookie"));
    }

    @Test
    void theDatabaseHoldsOnlyTheTokensHash() throws IOException, NoSuchAlgorithmException {
        Person alice = running.person("alice");
        String token = alice.cookie("session").getValue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of(HexFormat.of().withUpperCase().formatHex(hash)),
                Stored.texts(running.get(), "SELECT hex(token_hash) FROM sessions WHERE user_id = " + alice.id()));
        assertTrue(token.length() >= 43, "256 bits");
        try (Stream<Path> files = Files.list(running.get().database().getParent())) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(token), file::toString);
            }
        }
    }

    @Test
    void aCookieThatIsNoTokenIsNobodys() {
        for (String value : new String[] {"", "x", "'; DROP TABLE sessions; --", "a".repeat(4000)}) {
            running.visitor()
                    .fetch("GET", "/users", null, "Cookie", "session=" + value)
                    .expect(401);
        }
    }
}
