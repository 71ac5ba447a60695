package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person alice;
    private static Person bob;

    @BeforeAll
    static void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    @Test
    void aProgramGetsJsonAndABrowserAPage() {
        Answer json = alice.fetch("GET", "/rooms/999999", null).expectError(404, "not_found");
        assertTrue(json.header("Content-Type").startsWith("application/json"));
        Answer page = alice.fetch("GET", "/rooms/999999", null, "Accept", "text/html,application/xhtml+xml");
        page.expect(404);
        assertTrue(page.header("Content-Type").startsWith("text/html"));
        assertTrue(page.body().contains("<h1>"));
        running.visitor()
                .fetch("GET", "/nothing", null, "Accept", "application/json")
                .expectError(404, "not_found");
    }

    @Test
    void theLinkOfAnErrorPageFitsTheVisitor() {
        for (String path : List.of("/nothing", "/admin/users", "/reset/unknown")) {
            Answer known = bob.fetch("GET", path, null, "Accept", "text/html").expect(404);
            assertTrue(known.body().contains("href=\"/chat\">Back to your messages</a>"), known::body);
            Answer unknown = running.visitor()
                    .fetch("GET", path, null, "Accept", "text/html")
                    .expect(404);
            assertTrue(unknown.body().contains("href=\"/login\">Log in</a>"), unknown::body);
        }
        String outside = "GET /a%2fb HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
        RawHttp page = RawHttp.send(running.get().port(), outside);
        assertTrue(page.body().contains("href=\"/\">Go to the chat</a>"), page::toString);
    }

    @Test
    void aBrowserGetsAPageForErrorsOutsideOfRoutes() {
        String accept = "Accept: text/html,application/xhtml+xml\r\n";
        String end = "Connection: close\r\n\r\n";
        for (String request : List.of(
                "GET /chat HTTP/1.1\r\nHost: x\r\n" + accept + "Cookie: a=" + "b".repeat(12_000) + "\r\n" + end,
                "GET /a%2fb HTTP/1.1\r\nHost: x\r\n" + accept + end,
                "POST /login HTTP/1.1\r\nHost: x\r\n" + accept + "Content-Encoding: gzip\r\nContent-Length: 1\r\n" + end
                        + "x")) {
            RawHttp page = RawHttp.send(running.get().port(), request);
            assertTrue(page.status() >= 400 && page.status() < 500, page::toString);
            assertTrue(page.head().contains("content-type: text/html"), page::toString);
            assertTrue(page.body().contains("<h1>"), page::toString);
            RawHttp json = RawHttp.send(running.get().port(), request.replace(accept, "Accept: */*\r\n"));
            assertEquals(page.status(), json.status());
            assertTrue(json.head().contains("content-type: application/json"), json::toString);
            assertTrue(json.body().startsWith("{\"error\":"), json::toString);
        }
    }

    @Test
    void anUnsupportedMethodIsRefused() {
        alice.fetch("PUT", "/users", "{}").expectError(405, "method_not_allowed");
        alice.fetch("DELETE", "/chat", null).expectError(405, "method_not_allowed");
        alice.fetch("GET", "/send_message", null).expectError(405, "method_not_allowed");
        alice.fetch("PATCH", "/rooms/1", "{}").expectError(405, "method_not_allowed");
    }

    @Test
    void aContentTypeMayHaveACharset() {
        String body = Json.write(Map.of("receiver_id", bob.id(), "message_content", "hi"));
        alice.post("/send_message", "Application/JSON; charset=utf-8", body).expect(201);
        alice.post(
                        "/send_message",
                        "application/x-www-form-urlencoded;charset=UTF-8",
                        "receiver_id=" + bob.id() + "&message_content=hi")
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "\"", "", "\"\"", "utf-16;charset=utf-8"})
    void anInvalidCharsetCausesNoFailure(String charset) {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded", "text/plain")) {
            for (String path : List.of("/send_message", "/login", "/rooms", "/settings/password", "/nothing")) {
                int status = alice.fetch("POST", path, "{}", "Content-Type", type + "; charset=" + charset)
                        .status();
                assertTrue(status >= 400 && status < 500, type + " " + path + " " + status);
            }
        }
        alice.fetch("GET", "/users", null, "Content-Type", "text/plain; charset=" + charset)
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain;charset", "charset", "application/json; Charset ;charset=x", ";\u00a0charset;;"})
    void aCharsetWithoutATypeIsABadRequest(String type) {
        String upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for (String request : List.of("GET /login?a=b", "POST /login?a=b", "GET /users?limit=1", "GET /ws?a=b")) {
            RawHttp answer = RawHttp.send(
                    running.get().port(),
                    request + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\n"
                            + (request.contains("/ws") ? upgrade : "") + "\r\n");
            assertEquals(400, answer.status(), request + " " + answer);
            assertTrue(answer.body().contains("\"bad_request\""), answer.body());
        }
    }

    @Test
    void aMethodOverrideHeaderIsIgnored() {
        String request = "GET /logout HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: POST\r\n\r\n";
        assertEquals(400, RawHttp.send(running.get().port(), request).status());
    }

    @Test
    void anInvalidCookieCausesNoFailure() {
        for (String path : List.of("/login", "/chat", "/users", "/settings")) {
            for (String cookies : List.of("a=b\tc", "a=\"b\tc", "a=b; session=\t\t;")) {
                RawHttp answer = RawHttp.send(
                        running.get().port(),
                        "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: " + cookies + "\r\n\r\n");
                assertTrue(answer.status() < 500, path + " " + cookies + " " + answer);
            }
        }
    }

    @Test
    void anUnknownHttpVersionIsABadRequest() {
        for (String line : List.of("GET / HTTP/9.9", "GET / HTTQ/1.1", "GET / HTTP/0.9")) {
            RawHttp answer = RawHttp.send(running.get().port(), line + "\r\nHost: x\r\n\r\n");
            assertEquals(400, answer.status(), line);
        }
    }

    @Test
    void aGroupIsCreatedByJsonOnly() {
        alice.form("/rooms", Map.of("name", "x", "user_ids", bob.id())).expectError(415, "unsupported_media_type");
        long group = alice.createGroup("x");
        alice.form("/rooms/" + group + "/members", Map.of("user_ids", bob.id()))
                .expectError(415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "null",
                "3",
                "\"text\"",
                "{\"a\":1}}",
                "{\"a\":1} {\"a\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"receiver_id\":1,\"receiver_id\":2,\"message_content\":\"x\"}",
                "{\"a\":NaN}",
                "\u0000",
                "{\"a\":\"\u0001\"}",
                "\uFEFF"
            })
    void invalidJsonIsRefused(String body) {
        alice.post("/send_message", "application/json", body).expectError(400, "bad_request");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        for (int depth : new int[] {33, 1_000, 30_000}) {
            alice.post("/send_message", "application/json", "[".repeat(depth)).expectError(400, "bad_request");
            alice.post("/send_message", "application/json", "{\"a\":".repeat(depth / 3) + "1" + "}".repeat(depth / 3))
                    .expectError(400, "bad_request");
        }
    }

    @Test
    void aVeryLongNumberIsRefused() {
        for (String number : List.of("9".repeat(900), "9".repeat(30_000), "1e999999999", "-0." + "1".repeat(5_000))) {
            alice.post(
                            "/send_message",
                            "application/json",
                            "{\"receiver_id\":" + number + ",\"message_content\":\"x\"}")
                    .expectError(400, "bad_request");
        }
    }

    @Test
    void aBodyBeyond64KiBIsTooLarge() {
        String content = "x".repeat(70_000);
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", content))
                .expectError(413, "too_large");
        alice.form("/send_message", Map.of("receiver_id", bob.id(), "message_content", content))
                .expectError(413, "too_large");
        alice.form("/login", Map.of("username", content, "password", "x")).expect(413);
    }

    @Test
    void aHugeBodyIsRefusedWithoutReadingIt() {
        RawHttp answer = RawHttp.send(
                running.get().port(),
                "POST /rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 10000000000\r\nCookie: " + alice.sessionCookie() + "\r\n\r\n"
                        + " ".repeat(Web.MAX_BODY + 1));
        assertEquals(413, answer.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\"",
                "0",
                "-1",
                "1.0",
                "1.5",
                "1e0",
                "9007199254740992",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "-9223372036854775809",
                "true",
                "null",
                "[1]",
                "{}",
                "\"\""
            })
    void anInvalidIdIsRefused(String id) {
        alice.post("/send_message", "application/json", "{\"receiver_id\":" + id + ",\"message_content\":\"x\"}")
                .expectError(400, "bad_request", "receiver_id");
        alice.post("/rooms", "application/json", "{\"name\":\"x\",\"user_ids\":[" + id + "]}")
                .expectError(400, "bad_request", "user_ids");
    }

    @Test
    void theLargestIdIsNotFound() {
        alice.post("/send_message", "application/json", "{\"receiver_id\":9007199254740991,\"message_content\":\"x\"}")
                .expectError(404, "not_found", "receiver_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "9223372036854775808", "1.0", "1e3", "9007199254740992", "%F0%9F%98%80"})
    void anInvalidIdInAPathIsNotFound(String id) {
        alice.get("/messages/" + id).expect(404);
        alice.get("/rooms/" + id).expect(404);
        alice.get("/rooms/" + id + "/messages").expect(404);
        alice.delete("/rooms/" + alice.createGroup("x") + "/members/" + id).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "abc", "", "1.5", "9223372036854775808", "%00"})
    void anInvalidLimitIsRefused(String limit) {
        alice.get("/messages/" + bob.id() + "?limit=" + limit).expectError(400, "bad_request", "limit");
        alice.get("/rooms?limit=" + limit).expectError(400, "bad_request", "limit");
    }

    @Test
    void errorsRevealNoInternals() {
        for (String path : List.of("/rooms/abc", "/users?page='", "/users?ids=x", "/messages/1?before=x")) {
            String body = alice.get(path).body();
            assertFalse(body.contains("Exception") || body.contains("chat.") || body.contains("SQL"), body);
        }
    }

    private static RawHttp assertRefused(int status, String code, String... headers) {
        RawHttp answer = RawHttp.upgrade(running.get().port(), headers);
        assertEquals(status, answer.status(), answer::toString);
        assertTrue(answer.head().contains("content-type: application/json"), answer::toString);
        assertEquals(code, Json.read(answer.body()).at("/error/code").asText());
        assertFalse(Json.read(answer.body()).at("/error/message").asText().isEmpty());
        return answer;
    }

    @Test
    void aRefusedUpgradeGivesTheReason() {
        String upgrade = "Upgrade: websocket";
        String version = "Sec-WebSocket-Version: 13";
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        String session = "Cookie: " + alice.sessionCookie();
        assertRefused(401, "unauthorized", upgrade, version, key);
        assertRefused(403, "forbidden", upgrade, version, key, session, "Origin: http://elsewhere.example");
        assertRefused(400, "bad_request", upgrade, version, session);
        assertRefused(400, "bad_request", upgrade, version, key, "Cookie: session=a\tb");
        for (String other : List.of("12", "13, 8", "abc", "99999999999", "")) {
            RawHttp answer =
                    assertRefused(426, "upgrade_required", upgrade, "Sec-WebSocket-Version: " + other, key, session);
            assertTrue(answer.head().contains("sec-websocket-version: 13"), answer::toString);
            assertTrue(answer.head().contains("upgrade: websocket"), answer::toString);
        }
        assertRefused(426, "upgrade_required", version, key, session);

        RawHttp page = RawHttp.upgrade(running.get().port(), upgrade, version, key, "Accept: text/html");
        assertEquals(401, page.status());
        assertTrue(page.body().contains("<h1>"), page::toString);
        RawHttp head = RawHttp.send(
                running.get().port(),
                "HEAD /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\n" + upgrade + "\r\n" + version + "\r\n"
                        + key + "\r\n\r\n");
        assertEquals(401, head.status());
        assertEquals("", head.body());
    }

    @Test
    void theHealthCheckAnswers() {
        Answer answer = running.visitor().get("/healthz").expect(200);
        assertEquals("ok", answer.json().get("status").asText());
    }
}
