package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The list of sessions, logging out other devices, and the expiry of sessions. */
class OwnSessionsTest {
    private static final Pattern KEY = Pattern.compile("name=\"session\" value=\"([0-9a-f]{64})\"");
    private static final Pattern PLACE = Pattern.compile("device-place\"><span>([^<]*)</span>");
    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    @RegisterExtension
    final RunningServer running = new RunningServer();

    /** The keys of the other sessions, from the forms of the page. */
    private static List<String> others(Person person) {
        String page = person.get("/settings").expect(200).body();
        return KEY.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Answer end(Person person, String key) {
        return person.form("/settings/sessions/end", Map.of("session", key));
    }

    @Test
    void thePageShowsDevicesPlacesAndTimes() {
        Person alice = running.person("alice");
        alice.fetch(
                        "POST",
                        "/login",
                        "username=" + alice.username() + "&password=" + Person.PASSWORD,
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "User-Agent",
                        FIREFOX)
                .expect(303);
        Person elsewhere = alice.onAnotherDevice();
        Answer page = elsewhere.get("/settings").expect(200);
        assertTrue(page.body().contains("Firefox on Windows"), page::body);
        assertTrue(page.body().contains("This device"), page::body);
        assertTrue(page.body().contains("The server&#39;s own computer"), page::body);
        assertTrue(page.body().matches("(?s).*<time datetime=\"[0-9T:.-]{23}Z\">.*"), page::body);
        assertEquals("no-store", page.header("Cache-Control"));
        assertFalse(page.body().contains(elsewhere.sessionToken()), "the page contains the token");
        assertEquals(1, others(elsewhere).size());
        running.visitor().get("/settings").expect(303);
    }

    @Test
    void placesAreDescribed(@TempDir Path folder) {
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "127.0.0.1/32"))) {
            Person alice = server.register("alice");
            for (String address : List.of("203.0.113.9", "2001:db8:1:2::5", "2001:db8:1:3::5", "10.1.2.3")) {
                server.visitor()
                        .fetch(
                                "POST",
                                "/login",
                                "username=alice&password=" + Person.PASSWORD,
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "X-Forwarded-For",
                                address)
                        .expect(303);
            }
            server.visitor().login("alice");
            assertEquals(
                    List.of(
                            "Another network (2001:db8:1:3::5)",
                            "Another network (203.0.113.9)",
                            "The server&#39;s own computer",
                            "The server&#39;s own network (10.1.2.3)",
                            "This network",
                            "This network"),
                    places(alice, "2001:db8:1:2::1"));
            assertEquals(
                    2,
                    places(alice, "203.0.113.9").stream()
                            .filter("This network"::equals)
                            .count());
        }
    }

    private static List<String> places(Person person, String address) {
        Answer page = person.fetch("GET", "/settings", null, "X-Forwarded-For", address)
                .expect(200);
        return PLACE.matcher(page.body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .sorted()
                .toList();
    }

    @Test
    void endingAnotherSessionClosesItsSockets() {
        Person alice = running.person("alice");
        Person phone = alice.onAnotherDevice();
        Person tablet = alice.onAnotherDevice();
        try (TestSocket lost = phone.connect();
                TestSocket kept = tablet.connect()) {
            phone.get("/settings").expect(200);
            String key = StoredRows.hexadecimals(
                            running.get(), "SELECT token_hash FROM sessions ORDER BY created_at LIMIT 1 OFFSET 1")
                    .get(0);
            assertEquals(
                    "/settings?done=session_ended", end(alice, key).expect(303).header("Location"));
            lost.assertEnded("ended");
            kept.send("ping", Map.of()).await("pong");
        }
        phone.get("/users").expect(401);
        alice.get("/users").expect(200);
        tablet.get("/users").expect(200);
    }

    @Test
    void allOtherSessionsAreEnded() {
        Person alice = running.person("alice");
        Person phone = alice.onAnotherDevice();
        Person stranger = running.person("bob");
        try (TestSocket lost = phone.connect();
                TestSocket kept = alice.connect()) {
            alice.form("/settings/sessions/end_others", Map.of()).expect(303);
            lost.awaitSessionEnd("ended");
            kept.send("ping", Map.of()).await("pong");
        }
        assertEquals(List.of(), others(alice));
        phone.get("/users").expect(401);
        stranger.get("/users").expect(200);
    }

    @Test
    void endingTheCurrentSessionIsALogout() {
        Person alice = running.person("alice");
        String key = StoredRows.hexadecimals(running.get(), "SELECT token_hash FROM sessions")
                .get(0);
        TestSocket socket = alice.connect();
        assertEquals("/login", end(alice, key).expect(303).header("Location"));
        socket.awaitSessionEnd("logout");
        alice.get("/users").expect(401);
    }

    @Test
    void sessionsOfOthersAreNotFound() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        String bobs = StoredRows.hexadecimals(
                        running.get(), "SELECT token_hash FROM sessions WHERE user_id = " + bob.id())
                .get(0);
        for (String key : List.of(bobs, "", "xyz", "0".repeat(64), "' OR 1=1 --")) {
            end(alice, key).expectError(404, "not_found");
            alice.post("/settings/sessions/end", Map.of("session", key)).expectError(404, "not_found", "session");
        }
        alice.post("/settings/sessions/end", Map.of("session", 1)).expectError(400, "bad_request", "session");
        alice.post("/settings/sessions/end", "text/plain", bobs).expect(415);
        alice.post("/settings/sessions/end_others", "text/plain", "").expect(415);
        bob.get("/users").expect(200);
    }

    @Test
    void anIdleSessionExpiresAndItsSocketIsClosed() {
        Person alice = running.person("alice");
        Person used = alice.onAnotherDevice();
        try (TestSocket idle = alice.connect();
                TestSocket kept = used.connect()) {
            running.clock().pass(Duration.ofDays(29));
            used.get("/users").expect(200);
            running.person("writer"); // stored after the last use, so that is stored as well
            running.clock().pass(Duration.ofDays(1).plusSeconds(1));
            idle.awaitSessionEnd("expired");
            kept.send("ping", Map.of()).await("pong");
        }
        alice.get("/users").expect(401);
    }

    @Test
    void aUsedSessionExpiresAfterHalfAYear() {
        Person alice = running.person("alice");
        try (TestSocket socket = alice.connect()) {
            for (int day = 0; day < 175; day += 25) {
                running.clock().pass(Duration.ofDays(25));
                alice.get("/users").expect(200);
                running.person("writer");
            }
            running.clock().pass(Duration.ofDays(4));
            String cookie = alice.get("/users").expect(200).header("Set-Cookie");
            assertTrue(cookie.contains("Max-Age=86"), "the browser keeps it at most as long: " + cookie);
            socket.send("ping", Map.of()).await("pong");
            running.clock().pass(Duration.ofDays(1).plusSeconds(1));
            socket.awaitSessionEnd("expired");
        }
        alice.get("/users").expect(401);
        running.person("writer");
        assertEquals(
                0,
                StoredRows.number(running.get(), "SELECT count(*) FROM sessions WHERE user_id = " + alice.id()),
                "it is deleted at the next login");
    }

    @Test
    void beyondTheLimitTheLeastRecentlyUsedSessionEnds() {
        Person alice = running.person("alice");
        TestSocket socket = alice.connect();
        running.clock().pass(Duration.ofSeconds(1));
        Person last = null;
        for (int i = 0; i < Sessions.MAX_PER_USER; i++) {
            last = running.visitor().login(alice.username());
        }
        socket.awaitSessionEnd("ended");
        alice.get("/users").expect(401);
        last.get("/users").expect(200);
        assertEquals(Sessions.MAX_PER_USER - 1, others(last).size());
    }

    @Test
    void sessionKeysAreCaseSensitive() {
        Person alice = running.person("alice");
        Person phone = alice.onAnotherDevice();
        String key = others(alice).get(0);
        end(alice, key.toUpperCase(Locale.ROOT)).expect(404);
        phone.get("/users").expect(200);
        end(alice, key).expect(303);
        phone.get("/users").expect(401);
    }
}
