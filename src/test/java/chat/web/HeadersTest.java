package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HeadersTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    @TempDir
    Path folder;

    private static void assertSafe(Answer answer) {
        assertEquals(List.of("nosniff"), answer.headers("X-Content-Type-Options"));
        assertEquals(List.of("same-origin"), answer.headers("Referrer-Policy"));
        assertEquals(List.of("DENY"), answer.headers("X-Frame-Options"));
        List<String> policy = answer.headers("Content-Security-Policy");
        assertEquals(1, policy.size());
        assertTrue(policy.get(0).contains("default-src 'none'"));
        assertTrue(policy.get(0).contains("frame-ancestors 'none'"));
        assertTrue(policy.get(0).contains("require-trusted-types-for 'script'; trusted-types lit-html chat"));
        assertFalse(policy.get(0).contains("unsafe"));
        assertNull(answer.header("Server"), "the server version is hidden");
        assertEquals(List.of("no-store"), answer.headers("Cache-Control"), "no cache stores it");
    }

    @Test
    void everyResponseHasTheSecurityHeaders() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        long group = alice.createGroup("Sailing", bob);
        Person visitor = running.visitor();
        for (String path : List.of(
                "/chat",
                "/users",
                "/online_users",
                "/rooms",
                "/rooms/" + group,
                "/rooms/" + group + "/messages",
                "/rooms/" + group + "/changes?after=0",
                "/messages/" + bob.id(),
                "/settings",
                "/settings/export")) {
            assertSafe(alice.get(path).expect(200));
        }
        assertSafe(visitor.get("/login").expect(200));
        assertSafe(visitor.get("/").expect(303));
        assertSafe(visitor.get("/users").expect(401));
        assertSafe(visitor.get("/nothing/here").expect(404));
        assertSafe(visitor.fetch("PUT", "/users", "{}").expect(405));
        assertSafe(alice.post("/send_message", "text/plain", "x").expect(415));
        assertSafe(alice.post("/send_message", "application/json", "{").expect(400));
        assertSafe(alice.fetch("POST", "/logout", null, "Origin", "null").expect(403));
        assertSafe(visitor.get("/healthz").expect(200));
        assertSafe(visitor.form("/login", Map.of("username", "nobody", "password", "wrong1"))
                .expect(401));
    }

    @Test
    void refusalsByJettyHaveTheSecurityHeaders() {
        for (String request : List.of(
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a/%2e%2e/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /messages/1%2f2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
                "GET / HTTP/7.3\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "nonsense\r\n\r\n")) {
            RawHttp answer = RawHttp.send(running.get().port(), request);
            String start = request.substring(0, Math.min(60, request.length()));
            boolean refused = answer.status() >= 400 && answer.status() < 500;
            assertTrue(refused, start + answer);
            assertTrue(answer.head().contains("x-content-type-options: nosniff"), start + answer.head());
            assertTrue(answer.head().contains("content-security-policy: default-src 'none'"), start + answer.head());
            assertTrue(answer.head().contains("frame-ancestors 'none'"), start + answer.head());
            assertTrue(answer.head().contains("cache-control: no-store"), start + answer.head());
            assertFalse(answer.head().contains("jetty"), start + answer.head());
            assertTrue(Json.read(answer.body()).at("/error/code").isTextual(), start + answer.body());
        }
    }

    @Test
    void strictTransportSecurityIsSentOnlyOverHttps() {
        assertNull(running.visitor().get("/login").header("Strict-Transport-Security"));
        try (TestServer server = TestServer.start(folder, Map.of("PUBLIC_URL", "https://chat.example.org"))) {
            assertTrue(server.visitor()
                    .get("/login")
                    .header("Strict-Transport-Security")
                    .contains("max-age="));
        }
    }

    @Test
    void aTrustedProxyReportsHttps() {
        assertNull(transportSecurity(running.visitor(), "https"), "no proxy is trusted by default");
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "private"))) {
            Person visitor = server.visitor();
            assertNotNull(transportSecurity(visitor, "https"));
            assertNotNull(transportSecurity(visitor, "http, HTTPS"));
            assertNull(transportSecurity(visitor, "http"));
            assertNull(transportSecurity(visitor, "https, http"), "the entry of the nearest proxy is the last");
            assertNull(transportSecurity(visitor, ""));
            assertNotNull(visitor.fetch("GET", "/users", null, "X-Forwarded-Proto", "https")
                    .expect(401)
                    .header("Strict-Transport-Security"));
        }
        try (TestServer server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "10.0.0.0/8"))) {
            assertNull(transportSecurity(server.visitor(), "https"), "only another proxy is trusted");
        }
    }

    private static String transportSecurity(Person visitor, String protocol) {
        return visitor.fetch("GET", "/login", null, "X-Forwarded-Proto", protocol)
                .expect(200)
                .header("Strict-Transport-Security");
    }

    @Test
    void filesAreCachedAndHaveTheSecurityHeaders() {
        Person alice = running.person("alice");
        String page = alice.get("/chat").body();
        String script = page.replaceAll("(?s).*\"(/static/js/chat-[^\"]+\\.js)\".*", "$1");
        Answer file = running.visitor().get(script).expect(200);
        assertEquals(List.of("nosniff"), file.headers("X-Content-Type-Options"));
        assertEquals(List.of("default-src 'none'; frame-ancestors 'none'"), file.headers("Content-Security-Policy"));
        assertEquals(List.of("same-origin"), file.headers("Referrer-Policy"));
        assertEquals(List.of("public, max-age=31536000, immutable"), file.headers("Cache-Control"));
        assertTrue(file.header("Content-Type").startsWith("text/javascript"));
    }

    @Test
    void noPageHasAnInlineScriptOrStyle() {
        Person alice = running.person("alice");
        for (Answer page : List.of(
                alice.get("/chat"),
                running.visitor().get("/login"),
                running.visitor().get("/register"))) {
            assertFalse(page.body().matches("(?s).*<script(?![^>]*src=)[^>]*>.*"));
            assertFalse(page.body().contains("<style"));
            assertFalse(page.body().matches("(?s).*<[a-z]+[^>]* (on[a-z]+|style)=.*"));
            assertFalse(page.body().matches("(?s).*(src|href)=\"(https?:)?//.*"), "no other host is contacted");
        }
    }
}
