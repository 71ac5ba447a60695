package chat.testing;

import chat.app.TestServer;
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.testtools.HttpClient;
import io.javalin.testtools.Request;
import io.javalin.testtools.Response;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user with a cookie store. Sends requests and opens sockets, and does not follow redirects. */
public final class Person {
    public static final String PASSWORD = "password123";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final TestServer server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final java.net.http.HttpClient client =
            java.net.http.HttpClient.newBuilder().cookieHandler(cookies).build();
    private String username;
    private long id;

    /** A visitor without an account. */
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

    /** Sends a form and follows the redirect. */
    public Answer formAndFollow(String path, Map<String, ?> fields) {
        return get(form(path, fields).expect(303).header("Location"));
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

    /** Sends a body unchanged. */
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

    /**
     * Sends a request of any method.
     *
     * @param body null for none
     * @param headers names and values in turn
     */
    public Answer fetch(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(new Response(client.send(request.build(), BodyHandlers.ofString())));
        } catch (IOException e) {
            throw new AssertionError("No answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends a private message over HTTP and returns it as stored. */
    public JsonNode say(Person receiver, String content) {
        return post("/send_message", Map.of("receiver_id", receiver.id(), "message_content", content))
                .expect(201)
                .json()
                .get("message");
    }

    /** Sends a message to a room over HTTP and returns it as stored. */
    public JsonNode sayInRoom(long roomId, String content) {
        return post("/rooms/" + roomId + "/messages", Map.of("message_content", content))
                .expect(201)
                .json()
                .get("message");
    }

    /** Creates a group owned by this person, with these other members, and returns its id. */
    public long createGroup(String name, Person... members) {
        List<Long> ids = Stream.of(members).map(Person::id).toList();
        return post("/rooms", Map.of("name", name, "user_ids", ids))
                .expect(201)
                .json()
                .at("/room/id")
                .asLong();
    }

    /** The room as listed for this person. */
    public JsonNode room(long roomId) {
        return get("/rooms/" + roomId).expect(200).json().get("room");
    }

    /** The newest page of messages in a room. */
    public JsonNode messagesIn(long roomId) {
        return get("/rooms/" + roomId + "/messages").expect(200).json().get("messages");
    }

    /** The newest page of private messages with another person. */
    public JsonNode messagesWith(Person other) {
        return get("/messages/" + other.id()).expect(200).json().get("messages");
    }

    /** The other user as listed for this person. */
    public JsonNode listedUser(Person other) {
        return get("/users?ids=" + other.id()).expect(200).json().at("/users/0");
    }

    /** The same account in another browser. */
    public Person onAnotherDevice() {
        return new Person(server).login(username);
    }

    /** Sends a private message over HTTP and returns the answer. */
    public Answer send(Person receiver, String content, String clientId) {
        return post(
                "/send_message",
                Map.of("receiver_id", receiver.id(), "message_content", content, "client_id", clientId));
    }

    /** Opens a socket and waits for its {@code connect} event. */
    public TestSocket connect() {
        TestSocket socket = connectWithoutWaiting();
        socket.await("connect");
        return socket;
    }

    /** Opens a socket without waiting for its {@code connect} event. Headers are names and values in turn. */
    public TestSocket connectWithoutWaiting(String... headers) {
        return TestSocket.open(client, server.port(), headers);
    }

    /** The status of a refused WebSocket upgrade. Headers are names and values in turn. */
    public int refusedUpgrade(String... headers) {
        try {
            connectWithoutWaiting(headers).close();
            throw new AssertionError("The socket was opened");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refusal) {
                return refusal.getResponse().statusCode();
            }
            throw e;
        }
    }

    /** An HTTP client with this person's cookies, for requests that no other method sends. */
    public java.net.http.HttpClient client() {
        return client;
    }

    /** The token of this person's session. */
    public String sessionToken() {
        return session().getValue();
    }

    /** The session cookie, as {@code name=value}. */
    public String sessionCookie() {
        return session().getName() + "=" + session().getValue();
    }

    private HttpCookie session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("chat_session_"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No session in " + cookies.getCookieStore().getCookies()));
    }
}
