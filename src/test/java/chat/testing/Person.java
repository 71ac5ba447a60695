package chat.testing;

import chat.app.TestServer;
import chat.web.Json;
import io.javalin.testtools.HttpClient;
import io.javalin.testtools.Request;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A browser with its cookies: requests over javalin-testtools, sockets over the JDK's client. Follows no redirect. */
public final class Person {
    public static final String PASSWORD = "password123";

    private final TestServer server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final java.net.http.HttpClient client =
            java.net.http.HttpClient.newBuilder().cookieHandler(cookies).build();
    private String username;
    private long id;

    /** Somebody without an account. */
    public Person(TestServer server) {
        this.server = server;
    }

    public Person register(String name) {
        Answer answer = form("/register", Map.of("username", name, "password", PASSWORD, "confirm_password", PASSWORD));
        if (answer.status() != 303) {
            throw new AssertionError("Could not register " + name + ": " + answer.status() + " " + answer.body());
        }
        return signedIn(name);
    }

    public Person login(String name) {
        Answer answer = form("/login", Map.of("username", name, "password", PASSWORD));
        if (answer.status() != 303) {
            throw new AssertionError("Could not log in " + name + ": " + answer.status());
        }
        return signedIn(name);
    }

    private Person signedIn(String name) {
        username = name;
        get("/users?q=" + name).json().get("users").forEach(user -> {
            if (user.get("username").asText().equalsIgnoreCase(name)) {
                id = user.get("id").asLong();
            }
        });
        return this;
    }

    public String username() {
        return username;
    }

    public long id() {
        return id;
    }

    public Answer get(String path) {
        return request(path, Request.Builder::get);
    }

    public Answer form(String path, Map<String, ?> fields) {
        return post(path, "application/x-www-form-urlencoded", encode(fields));
    }

    private static String encode(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(String.valueOf(field.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Sends a value as JSON. */
    public Answer post(String path, Object body) {
        return post(path, "application/json", Json.write(body));
    }

    /** Sends a text as it is. */
    public Answer post(String path, String contentType, String body) {
        return request(
                path, request -> request.header("Content-Type", contentType).post(BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return request(path, request -> request.delete(BodyPublishers.noBody()));
    }

    public Answer request(String path, Consumer<Request.Builder> details) {
        HttpClient http = new HttpClient(server.javalin(), client);
        http.setOrigin(server.url());
        return new Answer(http.request(path, details));
    }

    /** Sends a private message over HTTP, and gives the answer. */
    public Answer send(Person receiver, String content, String clientId) {
        return post(
                "/send_message",
                Map.of("receiver_id", receiver.id(), "message_content", content, "client_id", clientId));
    }

    /** Opens a socket, greeted already. */
    public TestSocket connect() {
        TestSocket socket = TestSocket.open(client, server.port());
        socket.await("connect");
        return socket;
    }

    /** The client with this person's cookies, for what the methods above do not do. */
    public java.net.http.HttpClient client() {
        return client;
    }

    public HttpCookie cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
