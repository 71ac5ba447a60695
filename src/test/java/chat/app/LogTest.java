package chat.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.TestDatabase;
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The request log and error log of a server in its own process. */
class LogTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern PORT = Pattern.compile("localhost:(\\d+)");
    private static final String PASSWORD = "correct-horse-battery";
    private static final String TEXT = "nobody-but-bob-reads-this";

    @TempDir
    Path folder;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private Program program;
    private Process process;
    private String address;

    @BeforeEach
    void inAFolder() {
        program = new Program(folder);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    private void start(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DATABASE_URL", TestDatabase.url(folder));
        process = program.start(all);
        await().untilAsserted(() -> assertTrue(PORT.matcher(program.read("out")).find(), () -> program.read("err")));
        Matcher port = PORT.matcher(program.read("out"));
        port.find();
        address = "127.0.0.1:" + port.group(1);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create("http://" + address + path)));
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> register(String name) throws IOException, InterruptedException {
        return post(
                "/register",
                "application/x-www-form-urlencoded",
                "username=" + name + "&password=" + PASSWORD + "&confirm_password=" + PASSWORD);
    }

    /** Sends a request that no client library would send. */
    private void raw(String request) throws IOException {
        String[] parts = address.split(":", -1);
        try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElse("none");
    }

    private List<String> linesAfterStopping() throws InterruptedException {
        process.destroy();
        return program.end(process).err().lines().toList();
    }

    private void makeRequests() throws IOException, InterruptedException {
        register("bob");
        assertEquals(303, register("alice").statusCode());
        String message = "{\"receiver_id\": 1, \"message_content\": \"" + TEXT + "\"}";
        assertEquals(201, post("/send_message", "application/json", message).statusCode());
        assertEquals(200, get("/messages/1?limit=17").statusCode());
        get("/reset/a-secret-token?and=another");
        get("/nowhere?and=another");
        get("/reset/a-secret-token/under");
        get("/login%0a2026-11-22T00:00:00.000%20ERROR%20forged");
        post("/login", "application/x-www-form-urlencoded", "username=a%0Ab&password=" + PASSWORD);
        raw("GET /users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: \u001b[31m\r\n\r\n");
        raw("GET /\u0001bad HTTP/1.1\r\nHost: x\r\n\r\n");
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + address + "/ws"), new WebSocket.Listener() {})
                .join()
                .abort();
    }

    private void assertNoSecretIn(String log) {
        for (String secret : List.of(PASSWORD, TEXT, "secret-token", "another", "limit=17", "a%0Ab")) {
            assertFalse(log.contains(secret), log);
        }
        for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
            assertFalse(log.contains(cookie.getValue()), log);
        }
    }

    @Test
    void eachRequestIsOneLineWithoutAnySecret() throws IOException, InterruptedException {
        start(Map.of("BCRYPT_COST", "4"));
        String id = id(get("/login"));
        assertTrue(id.matches("[0-9a-f]{16}"), id);
        makeRequests();
        List<String> lines = linesAfterStopping();
        String log = String.join("\n", lines);
        assertNoSecretIn(log);
        for (String line : lines) {
            assertTrue(
                    line.matches("[-0-9T:.]{23}Z INFO  requests answered request=[0-9a-f-]+ method=\\S+ path=\\S+"
                            + " status=\\d{3} ms=\\d+( user=\\d+)? from=\\S+"),
                    line);
        }
        assertEquals(13, lines.size(), log);
        assertTrue(log.contains("request=" + id + " method=GET path=/login status=200"), log);
        assertTrue(log.contains("method=POST path=/send_message status=201"), log);
        assertTrue(log.contains("path=/messages/{user_id} status=200"), log);
        assertTrue(log.contains("path=/reset/{token} status=404"), log);
        assertTrue(log.contains("path=/nowhere status=404"), log);
        assertTrue(log.contains("path=/reset/... status=404"), log);
        assertTrue(log.matches("(?s).* path=/ws status=101 ms=\\d+ user=2 from=127.0.0.1.*"), log);
        assertEquals(
                lines.size(),
                lines.stream()
                        .map(line -> line.replaceAll(".*request=(\\S+).*", "$1"))
                        .distinct()
                        .count());
    }

    @Test
    void theClientIsTheOneThatATrustedProxyNames() throws IOException, InterruptedException {
        start(Map.of("TRUSTED_PROXIES", "private"));
        ask(HttpRequest.newBuilder(URI.create("http://" + address + "/login"))
                .header("X-Forwarded-For", "198.51.100.1, 203.0.113.9"));
        assertTrue(linesAfterStopping().get(0).endsWith(" from=203.0.113.9"));
    }

    /** Railway's router appends its own hop to the list, a different one for each request. */
    @Test
    void theClientIsTakenFromTheConfiguredHeader() throws IOException, InterruptedException {
        start(Map.of("TRUSTED_PROXIES", "private", "CLIENT_ADDRESS_HEADER", "X-Real-IP"));
        askAs("203.0.113.9, 192.0.2.161", "203.0.113.9");
        askAs("203.0.113.9, 192.0.2.162", "203.0.113.9");
        askAs("203.0.113.9", "nonsense");
        List<String> lines = linesAfterStopping();
        assertTrue(lines.get(0).endsWith(" from=203.0.113.9"), lines::toString);
        assertTrue(lines.get(1).endsWith(" from=203.0.113.9"), lines::toString);
        assertTrue(lines.get(2).endsWith(" from=127.0.0.1"), lines::toString);
    }

    @Test
    void anUntrustedPeerCannotNameTheClient() throws IOException, InterruptedException {
        start(Map.of("TRUSTED_PROXIES", "10.0.0.0/8", "CLIENT_ADDRESS_HEADER", "X-Real-IP"));
        askAs("203.0.113.9", "203.0.113.9");
        assertTrue(linesAfterStopping().get(0).endsWith(" from=127.0.0.1"));
    }

    @Test
    void aHeaderThatIsNotConfiguredIsIgnored() throws IOException, InterruptedException {
        start(Map.of("TRUSTED_PROXIES", "private"));
        askAs("203.0.113.9", "198.51.100.1");
        assertTrue(linesAfterStopping().get(0).endsWith(" from=203.0.113.9"));
    }

    private void askAs(String forwardedFor, String realIp) throws IOException, InterruptedException {
        ask(HttpRequest.newBuilder(URI.create("http://" + address + "/login"))
                .header("X-Forwarded-For", forwardedFor)
                .header("X-Real-IP", realIp));
    }

    @Test
    void requestsAreLoggedAsJson() throws IOException, InterruptedException {
        start(Map.of("BCRYPT_COST", "4", "LOG_FORMAT", "json"));
        makeRequests();
        List<String> lines = linesAfterStopping();
        assertEquals(12, lines.size());
        assertNoSecretIn(String.join("\n", lines));
        for (String line : lines) {
            JsonNode entry = Json.read(line);
            assertTrue(entry.get("timestamp").asText().matches("[-0-9]{10}T[:0-9]{8}\\.\\d{3}Z"), line);
            assertEquals("info", entry.get("level").asText());
            assertEquals("requests", entry.get("logger").asText());
            assertEquals("answered", entry.get("message").asText());
            assertTrue(entry.get("status").isInt() && entry.get("ms").isInt(), line);
            assertEquals("127.0.0.1", entry.get("from").asText());
            assertTrue(line.matches("[ -~]+"), "control characters in " + line);
        }
        assertEquals(2, Json.read(lines.get(2)).get("user").intValue());
        assertFalse(Json.read(lines.get(0)).has("user"), "nobody was signed in");
    }

    @Test
    void warningsAndFailuresAreLoggedAsJson() throws IOException, InterruptedException, SQLException {
        start(Map.of("BCRYPT_COST", "4", "LOG_FORMAT", "json", "REQUEST_LOG", "off", "DYNO", "web.1"));
        register("alice");
        breakMemberships();
        HttpResponse<String> answer = get("/rooms");
        List<String> lines = linesAfterStopping();
        assertEquals(2, lines.size(), lines::toString);
        JsonNode warning = Json.read(lines.get(0));
        assertEquals("warn", warning.get("level").asText());
        assertTrue(warning.get("message").asText().contains("emptied at each restart"), lines.get(0));
        JsonNode failure = Json.read(lines.get(1));
        assertEquals("error", failure.get("level").asText());
        assertEquals("A request failed", failure.get("message").asText());
        assertEquals(id(answer), failure.get("request").asText());
        assertTrue(failure.get("stack_trace").asText().contains("no such column"), lines.get(1));
        failure.forEach(field -> assertTrue(field.isValueNode(), lines.get(1)));
    }

    @Test
    void aWarningAtTheStartIsLoggedAsText() throws IOException, InterruptedException {
        start(Map.of("DYNO", "web.1"));
        List<String> lines = linesAfterStopping();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(
                lines.get(0).matches("[-0-9T:.]{23}Z WARN  \\S+ .* emptied at each restart: .*Heroku.*"), lines.get(0));
    }

    private void breakMemberships() throws SQLException {
        try (Connection connection = TestDatabase.connect(TestDatabase.url(folder));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE memberships");
            statement.execute("CREATE TABLE memberships (x)");
        }
    }

    @Test
    void aFailureIsLoggedOnceWithTheRequestIdAndNotSentToTheClient()
            throws IOException, InterruptedException, SQLException {
        start(Map.of("BCRYPT_COST", "4"));
        register("alice");
        breakMemberships();
        HttpResponse<String> answer = get("/rooms");
        assertEquals(500, answer.statusCode());
        assertFalse(answer.body().contains("Exception") || answer.body().contains("SQL"), answer.body());
        String log = String.join("\n", linesAfterStopping());
        Matcher failures = Pattern.compile("ERROR \\S+ A request failed request=" + id(answer))
                .matcher(log);
        assertEquals(1, failures.results().count(), log);
        assertEquals(1, log.lines().filter(line -> line.contains(" ERROR ")).count(), log);
        assertTrue(log.contains("no such column"), log);
    }

    @Test
    void theValuesOfAFailedWriteAreNotLogged() throws IOException, InterruptedException, SQLException {
        start(Map.of("BCRYPT_COST", "4"));
        register("alice");
        try (Connection connection = TestDatabase.connect(TestDatabase.url(folder));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER broken BEFORE INSERT ON users BEGIN SELECT RAISE(ABORT, 'broken'); END");
        }
        assertEquals(503, register("bob").statusCode());
        String log = String.join("\n", linesAfterStopping());
        assertTrue(log.contains("Could not store") && log.contains("broken"), log);
        assertFalse(log.contains("$2a$"), log);
        assertNoSecretIn(log);
    }

    @Test
    void theRequestLogCanBeDisabled() throws IOException, InterruptedException {
        start(Map.of("BCRYPT_COST", "4", "REQUEST_LOG", "off"));
        makeRequests();
        assertEquals(404, get("/metrics").statusCode(), "disabled without a token");
        assertEquals(List.of(), linesAfterStopping());
        assertEquals(1, program.read("out").lines().count());
    }
}
