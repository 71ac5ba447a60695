package chat.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.Rounds;
import chat.testing.RunningServer;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hostile input to every route. It is refused and never causes a failure. */
class HostileRequestsTest {
    private record Route(String method, String path) {}

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "9007199254740992",
            "9223372036854775808",
            "1e400",
            "\"\"",
            "\"1\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"'; DROP TABLE users; --\"",
            "[]",
            "[null]",
            "[[1]]",
            "[\"1\"]",
            "[1.5]",
            "[-1]",
            "{}",
            "{\"$ne\":1}",
            "\"" + "x".repeat(5_000) + "\"");
    private static final List<String> JSON_FIELDS =
            List.of("receiver_id", "room_id", "message_content", "client_id", "name", "user_ids");
    private static final List<String> FORM_FIELDS =
            List.of("receiver_id", "room_id", "message_content", "client_id", "username", "password", "next");
    private static final List<String> TEXTS = List.of(
            "",
            "0",
            "-1",
            "1.5",
            "abc",
            "9223372036854775808",
            "%00",
            "%ED%A0%80",
            "%FF",
            "%zz",
            "%",
            "%F0%9F%98%80",
            "%2e%2e",
            "..;x",
            "a".repeat(3_000),
            "%25%32%66",
            "'--",
            "1,2,,",
            ",",
            "1-",
            "0-0",
            "0a",
            "*",
            "+",
            "%0d%0aX: y");
    private static final List<String> PARAMETERS =
            List.of("limit", "before", "after", "page", "ids", "q", "next", "nothing");

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        running.get().javalin().unsafe.internalRouter.allHttpHandlers().forEach(entry -> {
            HandlerType type = entry.endpoint.method;
            if (type.isHttpMethod()) {
                routes.add(new Route(type.name(), entry.endpoint.path));
            }
        });
        assertTrue(routes.size() > 20, "too few routes were found: " + routes);
        return routes;
    }

    private static void assertNotBroken(Answer answer, String request) {
        assertTrue(
                answer.status() < 500 || isBusy(answer.status(), answer.body()),
                () -> request + " gave " + answer.status() + " " + answer.body());
    }

    /** Whether concurrent requests may get this answer, as exports do. */
    private static boolean isBusy(int status, String body) {
        return status == 503 && body.contains("\"busy\"");
    }

    /** Sends the requests concurrently, because each of them waits for the disk. */
    private static void concurrently(List<String> values, Consumer<String> request) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> all = values.stream()
                    .map(value -> CompletableFuture.runAsync(() -> request.accept(value), threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void noBodyBreaksARoute() {
        Person mallory = running.person("mallory");
        Person bob = running.person("bob");
        long group = mallory.createGroup("group", bob);
        for (Route route : routes()) {
            if (route.path().equals("/logout") || route.method().equals("GET")) {
                continue;
            }
            String path = route.path()
                    .replace("{room_id}", String.valueOf(group))
                    .replace("{user_id}", String.valueOf(bob.id() + 1_000))
                    .replaceAll("\\{[a-z_]+}", "1");
            concurrently(Rounds.of(bodies(bob.id())), body -> {
                String type = body.startsWith("{") || body.startsWith("[")
                        ? "application/json"
                        : "application/x-www-form-urlencoded";
                assertNotBroken(
                        mallory.fetch(route.method(), path, body, "Content-Type", type),
                        route + " " + body.substring(0, Math.min(100, body.length())));
            });
        }
        mallory.get("/users").expect(200);
    }

    private static List<String> bodies(long userId) {
        List<String> bodies = new ArrayList<>(List.of("{", "[", "[]", "{}", "=", "&", "%", "a=%zz", "{\"a\":{}}"));
        for (String field : JSON_FIELDS) {
            for (String value : VALUES) {
                String others =
                        "\"receiver_id\":" + userId + ",\"message_content\":\"x\",\"name\":\"x\",\"user_ids\":[]";
                bodies.add("{"
                        + others.replaceAll(",?\"" + field + "\":(\\[\\]|[^,]*)", "")
                                .replaceAll("^,", "") + ",\"" + field + "\":" + value + "}");
            }
        }
        for (String field : FORM_FIELDS) {
            for (String text : TEXTS) {
                bodies.add("receiver_id=" + userId + "&message_content=x&" + field + "=" + text);
            }
        }
        return bodies;
    }

    @Test
    void noQueryBreaksARoute() {
        Person mallory = running.person("mallory");
        Person bob = running.person("bob");
        long group = mallory.createGroup("group", bob);
        for (Route route : routes()) {
            if (!route.method().equals("GET") || route.path().equals("/logout")) {
                continue;
            }
            String path = route.path()
                    .replace("{room_id}", String.valueOf(group))
                    .replace("{user_id}", String.valueOf(bob.id()))
                    .replaceAll("\\{[a-z_]+}", "1");
            for (String parameter : PARAMETERS) {
                concurrently(
                        TEXTS, text -> assertNotBroken(raw(mallory, "GET " + path + "?" + parameter + "=" + text)));
            }
        }
        mallory.get("/users").expect(200);
    }

    @Test
    void noPathBreaksARoute() {
        Person mallory = running.person("mallory");
        for (Route route : routes()) {
            if (!route.path().contains("{")) {
                continue;
            }
            for (String text : TEXTS) {
                String path = route.path().replaceAll("\\{[a-z_]+}", java.util.regex.Matcher.quoteReplacement(text));
                assertNotBroken(raw(mallory, route.method() + " " + path));
            }
        }
        for (String text : TEXTS) {
            assertNotBroken(raw(mallory, "GET /" + text));
            assertNotBroken(raw(mallory, "GET /static/" + text));
            assertNotBroken(raw(mallory, "GET /static/js/" + text));
        }
    }

    @Test
    void noMethodBreaksARoute() {
        Person mallory = running.person("mallory");
        for (String method : List.of("HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "X")) {
            for (String path : List.of("/", "/chat", "/users", "/rooms/1", "/send_message", "/ws", "/nothing")) {
                assertNotBroken(raw(mallory, method + " " + path));
            }
        }
    }

    @Test
    void aSocketRequestWithoutAnUpgradeCausesNoFailure() {
        Person mallory = running.person("mallory");
        for (String method : List.of("GET", "POST", "DELETE")) {
            assertNotBroken(mallory.fetch(method, "/ws", null), method);
            assertNotBroken(running.visitor().fetch(method, "/ws", null), method);
        }
    }

    private record Exchange(String request, RawHttp answer) {}

    private static Exchange raw(Person person, String request) {
        return new Exchange(
                request,
                RawHttp.send(
                        running.get().port(),
                        request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: "
                                + person.sessionCookie() + "\r\n\r\n"));
    }

    private static void assertNotBroken(Exchange exchange) {
        int status = exchange.answer().status();
        assertTrue(
                status < 500 || isBusy(status, exchange.answer().body()),
                () -> exchange.request() + " gave " + exchange.answer());
    }
}
