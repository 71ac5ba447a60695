package faults.client;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** The HTTP API of a server, or of a proxy in front of it. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PASSWORD = "password123";

    private final HttpClient http;
    private final int port;

    public Api(HttpClient http, int port) {
        this.http = http;
        this.port = port;
    }

    public Account register(String username) throws IOException {
        return signIn("/register", Map.of("username", username, "password", PASSWORD, "confirm_password", PASSWORD));
    }

    public Account logIn(String username) throws IOException {
        return signIn("/login", Map.of("username", username, "password", PASSWORD));
    }

    private Account signIn(String path, Map<String, String> fields) throws IOException {
        String username = fields.get("username");
        HttpResponse<String> answer = send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(fields))));
        String cookie = answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException(path + " refused " + username + ": " + answer.statusCode()))
                .split(";", 2)[0];
        Account visitor = new Account(0, username, cookie);
        long id = get(visitor, "/users?q=" + username).at("/users/0/id").asLong();
        return new Account(id, username, cookie);
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Returns the body; throws unless the status is 2xx. */
    public JsonNode get(Account account, String path) throws IOException {
        return json(send(request(path).header("Cookie", account.cookie()).GET()), path);
    }

    /** Returns the body; throws unless the status is 2xx. */
    public JsonNode post(Account account, String path, Object body) throws IOException {
        return json(answer(account, path, body), path);
    }

    /** Posts the body as JSON and returns the response, whatever its status. */
    public HttpResponse<String> answer(Account account, String path, Object body) throws IOException {
        return send(request(path)
                .header("Cookie", account.cookie())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body))));
    }

    /** The status of a public path. */
    public int status(String path) throws IOException {
        return send(request(path).GET()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static JsonNode json(HttpResponse<String> answer, String path) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " got status " + answer.statusCode() + " " + answer.body());
        }
        return Json.read(answer.body());
    }

    WebSocket open(Account account, WebSocket.Listener listener) throws IOException {
        try {
            return http.newWebSocketBuilder()
                    .header("Cookie", account.cookie())
                    .connectTimeout(TIMEOUT)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), listener)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("Could not open a socket", e);
        }
    }
}
