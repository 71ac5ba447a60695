package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingOutTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static int statusWith(String token) {
        return running.visitor()
                .fetch("GET", "/users", null, "Cookie", "session=" + token)
                .status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void loggingOutEndsTheSessionAndClosesItsSockets(String method) {
        Person alice = running.person("alice");
        Person otherDevice = alice.onAnotherDevice();
        String token = alice.sessionToken();
        try (TestSocket socket = alice.connect();
                TestSocket other = otherDevice.connect()) {
            Answer answer = alice.fetch(method, "/logout", null).expect(303);
            assertEquals("/login", answer.header("Location"));
            assertTrue(answer.header("Set-Cookie").contains("Expires=Thu, 01 Jan 1970"), "the cookie is deleted");
            socket.awaitSessionEnd("logout");
            other.send("ping", Map.of()).await("pong");
        }
        assertEquals(401, statusWith(token));
        otherDevice.get("/users").expect(200);
    }

    @Test
    void visitorsAreRedirectedToTheLogin() {
        assertEquals("/login", running.visitor().get("/logout").expect(303).header("Location"));
        assertEquals(
                "/login",
                running.visitor().fetch("POST", "/logout", null).expect(303).header("Location"));
    }

    @Test
    void aHeadRequestLogsNobodyOut() {
        Person alice = running.person("alice");
        alice.fetch("HEAD", "/logout", null).expect(405);
        alice.get("/users").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"})
    void aPrefetchLogsNobodyOut(String purpose) {
        Person alice = running.person("alice");
        alice.fetch("GET", "/logout", null, "Sec-Purpose", purpose);
        alice.get("/users").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aLinkFromAnotherSiteAsksForConfirmation(String site) {
        Person alice = running.person("alice");
        Answer page =
                alice.fetch("GET", "/logout", null, "Sec-Fetch-Site", site).expect(403);
        assertTrue(page.body().contains("action=\"/logout\""));
        assertTrue(page.body().matches("(?s).*<button[^>]*>Logout</button>.*"));
        alice.get("/users").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void anOriginOfAnotherSiteLogsNobodyOut(String origin) {
        Person alice = running.person("alice");
        alice.fetch("GET", "/logout", null, "Origin", origin).expect(403);
        alice.fetch("GET", "/logout", null, "Origin", origin, "Sec-Fetch-Site", "none")
                .expect(403);
        alice.get("/users").expect(200);
    }

    @Test
    void anOriginOfThisSiteLogsOut() {
        Person alice = running.person("alice");
        String here = "http://127.0.0.1:" + running.get().port();
        alice.fetch("GET", "/logout", null, "Origin", here).expect(303);
        alice.get("/users").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void aLinkOnThisSiteLogsOut(String site) {
        Person alice = running.person("alice");
        alice.fetch("GET", "/logout", null, "Sec-Fetch-Site", site).expect(303);
        alice.get("/users").expect(401);
    }

    @Test
    void aFormOfAnotherSiteLogsNobodyOut() {
        Person alice = running.person("alice");
        alice.fetch("POST", "/logout", null, "Sec-Fetch-Site", "cross-site").expect(403);
        alice.fetch("POST", "/logout", null, "Origin", "https://evil.example").expect(403);
        alice.get("/users").expect(200);
    }
}
