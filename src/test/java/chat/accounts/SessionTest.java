package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
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
    void theCookieIsHttpOnlyAndSameSite() {
        String cookie = attributes(running.visitor().form("/register", signUp("alice")));
        assertTrue(cookie.matches("chat_session_[0-9a-f]{8}=.*"), cookie);
        assertTrue(cookie.contains("; httponly"), cookie);
        assertTrue(cookie.contains("; samesite=lax"), cookie);
        assertTrue(cookie.contains("path=/;") || cookie.endsWith("path=/"), cookie);
        assertTrue(cookie.contains("max-age=2592000"), cookie);
        assertFalse(cookie.contains("; secure"), "plain http must be able to send it: " + cookie);
        assertFalse(cookie.contains("domain="), cookie);
    }

    @Test
    void overHttpsTheCookieIsBoundToTheHost() {
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "https://chat.example.org"))) {
            String cookie = attributes(server.visitor().form("/register", signUp("alice")));
            assertTrue(cookie.matches("__host-chat_session_[0-9a-f]{8}=.*"), cookie);
            assertTrue(cookie.contains("; secure"), cookie);
            assertTrue(cookie.contains("; httponly"), cookie);
            assertTrue(cookie.contains("; samesite=lax"), cookie);
        }
    }

    @Test
    void behindATrustedProxyTheCookieIsSecureOnlyOverHttps() {
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "private"))) {
            String form = "application/x-www-form-urlencoded";
            String alice = "username=alice&password=password123&confirm_password=password123";
            String cookie = attributes(server.visitor()
                    .fetch("POST", "/register", alice, "Content-Type", form, "X-Forwarded-Proto", "https"));
            assertTrue(cookie.matches("__host-chat_session_[0-9a-f]{8}=.*"), cookie);
            assertTrue(cookie.contains("; secure"), cookie);

            String plain = attributes(server.visitor().fetch("POST", "/login", alice, "Content-Type", form));
            assertTrue(plain.startsWith("chat_session_"), plain);
            assertFalse(plain.contains("; secure"), plain);
        }
    }

    @Test
    void overHttpsThePlainCookieIsIgnored() {
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "private"))) {
            Person alice = server.register("alice");
            alice.fetch("GET", "/users", null).expect(200);
            alice.fetch("GET", "/users", null, "X-Forwarded-Proto", "https").expect(401);
            assertEquals(401, alice.refusedUpgrade("X-Forwarded-Proto", "https"));
            String bound = "__Host-" + alice.sessionCookie();
            Person stranger = server.visitor();
            stranger.fetch("GET", "/users", null, "X-Forwarded-Proto", "https", "Cookie", bound)
                    .expect(200);
            stranger.fetch("GET", "/users", null, "Cookie", bound).expect(401);
        }
    }

    /** Browsers send the cookies of a host to all its ports. */
    @Test
    void twoChatsOnOneHostKeepSeparateSessions(@TempDir Path other) {
        try (TestServer second = TestServer.start(other)) {
            Person alice = running.person("alice");
            Answer there = second.visitor().form("/register", signUp("alice"));
            String theirs = there.header("Set-Cookie").replaceFirst(";.*", "");
            assertNotEquals(
                    name(alice.sessionCookie()),
                    name(theirs),
                    "a login to one chat would replace the cookie of the other");
            String both = alice.sessionCookie() + "; " + theirs;
            running.visitor().fetch("GET", "/users", null, "Cookie", both).expect(200);
            second.visitor().fetch("GET", "/users", null, "Cookie", both).expect(200);
            List<String> taken = second.visitor()
                    .fetch("GET", "/logout", null, "Cookie", both)
                    .expect(303)
                    .headers("Set-Cookie");
            assertTrue(taken.stream().allMatch(cookie -> cookie.startsWith(name(theirs))), taken::toString);
            running.visitor().fetch("GET", "/users", null, "Cookie", both).expect(200);
            second.visitor().fetch("GET", "/users", null, "Cookie", both).expect(401);
        }
    }

    private static String name(String cookie) {
        return cookie.substring(0, cookie.indexOf('='));
    }

    @Test
    void theCookieNameSurvivesARestart() {
        Person alice = running.person("alice");
        running.get().restart();
        Answer bob = running.visitor().form("/register", signUp("bob"));
        assertEquals(name(alice.sessionCookie()), name(bob.header("Set-Cookie")));
    }

    @Test
    void aSessionUnderTheFormerCookieNameIsMigrated() {
        Person alice = running.person("alice");
        String former = "session=" + alice.sessionToken();
        Answer answer =
                running.visitor().fetch("GET", "/users", null, "Cookie", former).expect(200);
        List<String> set = answer.headers("Set-Cookie");
        assertEquals(2, set.size(), set::toString);
        assertTrue(set.get(0).startsWith(alice.sessionCookie() + ";"), set::toString);
        assertTrue(set.get(1).startsWith("session=;"), set::toString);
        List<String> atLogout = running.visitor()
                .fetch("GET", "/logout", null, "Cookie", former)
                .expect(303)
                .headers("Set-Cookie");
        String last = atLogout.get(atLogout.size() - 1);
        assertTrue(last.startsWith(name(alice.sessionCookie()) + "=;"), atLogout::toString);
        assertTrue(atLogout.stream().anyMatch(cookie -> cookie.startsWith("session=;")), atLogout::toString);
        running.visitor().fetch("GET", "/users", null, "Cookie", former).expect(401);
    }

    @Test
    void aCookieOfAnotherProgramIsNotDeleted() {
        Person alice = running.person("alice");
        String cookies = "session=of-another-program; " + alice.sessionCookie();
        Answer answer = running.visitor()
                .fetch("GET", "/users", null, "Cookie", cookies)
                .expect(200);
        assertNull(answer.header("Set-Cookie"));
        List<String> atLogout = running.visitor()
                .fetch("GET", "/logout", null, "Cookie", cookies)
                .headers("Set-Cookie");
        assertTrue(atLogout.stream().noneMatch(cookie -> cookie.startsWith("session=")), atLogout::toString);
    }

    @Test
    void allCookiesOfTheNameAreTried() {
        Person alice = running.person("alice");
        String name = name(alice.sessionCookie());
        for (String cookies : List.of(
                name + "=planted; " + alice.sessionCookie(),
                alice.sessionCookie() + "; " + name + "=planted",
                name + "=a; " + name + "=b; " + alice.sessionCookie() + "; " + name + "=; session=c")) {
            running.visitor().fetch("GET", "/users", null, "Cookie", cookies).expect(200);
            running.visitor().fetch("GET", "/chat", null, "Cookie", cookies).expect(200);
            running.visitor().connectWithoutWaiting("Cookie", cookies).close();
        }
    }

    /** Browsers send the cookie with the longer path first, and ours has the path of the whole site. */
    @Test
    void aPlantedCookieWithALongerPathDoesNotHideTheSession() {
        Person alice = running.person("alice");
        Person mallory = running.person("mallory");
        String page = running.visitor()
                .fetch("GET", "/chat", null, "Cookie", mallory.sessionCookie() + "; " + alice.sessionCookie())
                .expect(200)
                .body();
        assertTrue(page.contains(alice.username()), page);
        assertFalse(page.contains(mallory.username()), page);
    }

    @Test
    void aLogoutEndsAllSessionsOfTheRequest() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        running.visitor()
                .fetch("GET", "/logout", null, "Cookie", bob.sessionCookie() + "; " + alice.sessionCookie())
                .expect(303);
        alice.get("/users").expect(401);
        bob.get("/users").expect(401);
    }

    @Test
    void aCookieWithThePathOfTheLoginLeadsToTheChat() {
        Person alice = running.person("alice");
        for (String path : List.of("/login", "/register")) {
            Answer answer = running.visitor()
                    .fetch("GET", path, null, "Cookie", alice.sessionCookie())
                    .expect(303);
            assertEquals("/chat", answer.header("Location"));
            String cookie = answer.header("Set-Cookie");
            assertTrue(cookie.startsWith(alice.sessionCookie() + ";"), "/chat must receive it as well: " + cookie);
            assertTrue(cookie.toLowerCase(Locale.ROOT).contains("path=/;"), cookie);
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
            assertTrue(attributes(answer).contains("max-age=2592000"), "the browser keeps it equally long");
            running.person("writer"); // stored after the last use, so that is stored as well
        }
        idle.get("/users").expect(401);
        running.clock().pass(Duration.ofDays(30).minusMinutes(5));
        alice.get("/users").expect(200);
        running.person("writer");
        running.clock().pass(Duration.ofDays(30).plusSeconds(1));
        alice.get("/users").expect(401);
    }

    @Test
    void theLastUseIsNotWrittenTooOften() {
        Person alice = running.person("alice");
        running.clock().pass(Duration.ofMinutes(30));
        assertNull(alice.get("/users").expect(200).header("Set-Cookie"));
    }

    @Test
    void aNewCookieOverridesTheRenewalOfAnOldSession() {
        Person alice = running.person("alice");
        running.clock().pass(Duration.ofDays(1));
        List<String> atLogin = alice.form("/login", Map.of("username", alice.username(), "password", Person.PASSWORD))
                .expect(303)
                .headers("Set-Cookie");
        assertTrue(atLogin.get(atLogin.size() - 1).contains(alice.sessionToken()));
        alice.get("/users").expect(200);
        running.clock().pass(Duration.ofDays(1));
        List<String> atLogout = alice.get("/logout").expect(303).headers("Set-Cookie");
        assertTrue(atLogout.get(atLogout.size() - 1).matches("chat_session_[0-9a-f]{8}=;.*"), atLogout::toString);
    }

    @Test
    void cacheableFilesSetNoCookie() {
        Person alice = running.person("alice");
        String page = alice.get("/chat").expect(200).body();
        String script = page.replaceAll("(?s).*\"(/static/js/chat-[^\"]+\\.js)\".*", "$1");
        running.clock().pass(Duration.ofDays(1));
        Answer file = alice.get(script).expect(200);
        assertTrue(file.header("Cache-Control").contains("public"));
        assertNull(file.header("Set-Cookie"));
    }

    @Test
    void theDatabaseHoldsOnlyTheHashOfTheToken() throws IOException, NoSuchAlgorithmException {
        Person alice = running.person("alice");
        String token = alice.sessionToken();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of(HexFormat.of().formatHex(hash)),
                StoredRows.hexadecimals(
                        running.get(), "SELECT token_hash FROM sessions WHERE user_id = " + alice.id()));
        assertTrue(token.length() >= 43, "256 bits");
        try (Stream<Path> files = Files.list(running.get().database().getParent())) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(token), file::toString);
            }
        }
    }

    @Test
    void anInvalidTokenIsIgnored() {
        for (String value : new String[] {"", "x", "'; DROP TABLE sessions; --", "a".repeat(4000)}) {
            running.visitor()
                    .fetch("GET", "/users", null, "Cookie", "session=" + value)
                    .expect(401);
        }
    }
}
