package fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user with a session, a conversation and a group, whose ids make requests valid.
 *
 * @param cookie the session cookie, as the header {@code Cookie} has it
 */
record Actor(String cookie, String username, long userId, long roomId, long messageId) {
    static final String PASSWORD = "password123";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern ROOM = Pattern.compile("\"room\":\\{\"id\":(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\\{\"id\":(\\d+)");

    /** @param otherId the user to talk to; 0 for an actor without a conversation and a group */
    static Actor register(int port, String username, long otherId) throws IOException {
        HttpResponse<String> registered = post(
                port,
                "/register",
                "application/x-www-form-urlencoded",
                "username=" + username + "&password=" + PASSWORD + "&confirm_password=" + PASSWORD,
                null);
        String cookie = registered
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("Could not register: " + registered.statusCode()))
                .split(";", 2)[0];
        String me = send(request(port, "/users?q=" + username, cookie)).body();
        long userId = number(Pattern.compile("\"id\":(\\d+),\"username\":\"" + username), me);
        if (otherId == 0) {
            return new Actor(cookie, username, userId, 0, 0);
        }
        long room = number(
                ROOM,
                post(port, "/rooms", "application/json", "{\"name\":\"g\",\"user_ids\":[" + otherId + "]}", cookie)
                        .body());
        long message = number(
                MESSAGE,
                post(
                                port,
                                "/send_message",
                                "application/json",
                                "{\"receiver_id\":" + otherId + ",\"message_content\":\"hi\"}",
                                cookie)
                        .body());
        return new Actor(cookie, username, userId, room, message);
    }

    /** Whether the session is still valid. */
    boolean isSignedIn(int port) throws IOException {
        return send(request(port, "/users?limit=1", cookie)).statusCode() == 200;
    }

    private static HttpRequest.Builder request(int port, String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
        return cookie == null ? request : request.header("Cookie", cookie);
    }

    private static HttpResponse<String> post(int port, String path, String type, String body, String cookie)
            throws IOException {
        return send(request(port, path, cookie).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("No " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
