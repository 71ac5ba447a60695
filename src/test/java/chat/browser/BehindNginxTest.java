package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The chat behind nginx over HTTPS, as {@code docs/deploy.md} sets it up on your own server. */
@ExtendWith(SystemBrowser.class)
class BehindNginxTest {
    private static final String LOST = "Messages will be sent";
    private static final String REGISTRATION = "username=%s&password=password123&confirm_password=password123";

    @TempDir
    Path folder;

    private TestServer server;
    private Nginx nginx;
    private HttpClient client;
    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private final List<Device> devices = new ArrayList<>();

    @BeforeEach
    void startBoth() throws IOException, GeneralSecurityException {
        Optional<Path> executable = Nginx.executable();
        if (executable.isEmpty()) {
            String none =
                    "THE TEST BEHIND NGINX WAS SKIPPED: no nginx was found (Debian, Ubuntu: apt install nginx-light)";
            System.err.println(none);
            assertFalse("1".equals(System.getenv("REQUIRE_NGINX")), none);
            Assumptions.abort(none);
        }
        server = TestServer.start(folder, Map.of("TRUSTED_PROXIES", "127.0.0.1"));
        server.javalin()
                .jettyServer()
                .server()
                .setRequestLog((request, response) -> addresses.add(Request.getRemoteAddr(request)));
        nginx = new Nginx(executable.orElseThrow(), Files.createDirectory(folder.resolve("nginx")), server.port());
        client = HttpClient.newBuilder().sslContext(nginx.trust()).build();
    }

    @AfterEach
    void closeAll() {
        if (server == null) {
            return;
        }
        List<String> faults =
                devices.stream().flatMap(device -> device.faults().stream()).toList();
        devices.forEach(Device::close);
        if (nginx != null) {
            nginx.close();
        }
        server.close();
        assertEquals(List.of(), faults, "errors in the pages");
    }

    private Tab visitor() {
        Device device = new Device(
                SystemBrowser.browser().newContext(BrowserTest.desktop().setIgnoreHTTPSErrors(true)), nginx.url());
        devices.add(device);
        return device.newTab();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder registration(String name) {
        return HttpRequest.newBuilder(URI.create(nginx.url() + "/register"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(REGISTRATION.formatted(name)));
    }

    @Test
    void plainHttpIsRedirectedAndCookiesAreSecure() throws IOException {
        HttpResponse<String> plain =
                send(HttpRequest.newBuilder(URI.create("http://localhost:" + nginx.plainPort() + "/login?next=/chat")));
        assertEquals(301, plain.statusCode());
        assertEquals(
                "https://localhost/login?next=/chat",
                plain.headers().firstValue("Location").orElse(""));

        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(nginx.url() + "/login")));
        assertEquals(200, page.statusCode());
        assertEquals(HttpClient.Version.HTTP_2, page.version());
        assertEquals(
                List.of(1),
                List.of(page.headers().allValues("Strict-Transport-Security").size()));

        HttpResponse<String> registered = send(registration("alice").header("Origin", nginx.url()));
        assertEquals(303, registered.statusCode(), registered::body);
        assertEquals("/chat", registered.headers().firstValue("Location").orElse(""));
        String cookie = registered.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(cookie.startsWith("__Host-chat_session_"), cookie);
        for (String attribute : List.of("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")) {
            assertTrue(cookie.contains(attribute), cookie);
        }
        assertFalse(cookie.contains("Domain="), cookie);
        assertEquals(
                403,
                send(registration("eve").header("Origin", "https://localhost.example.org"))
                        .statusCode());
    }

    @Test
    void theClientAddressIsKnownAndCannotBeForged() throws IOException, GeneralSecurityException {
        String forged = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
        try (Socket plain = from("127.0.0.2", nginx.port());
                Socket socket = nginx.trust().getSocketFactory().createSocket(plain, "localhost", nginx.port(), true)) {
            assertTrue(ask(socket, "localhost:" + nginx.port(), forged).startsWith("HTTP/1.1 200 "));
        }
        await().untilAsserted(() -> assertEquals(1, addresses.size(), addresses::toString));
        assertEquals(List.of("127.0.0.2"), addresses);

        // A direct request from an address that is not a trusted proxy.
        try (Socket socket = from("127.0.0.3", server.port())) {
            String answer = ask(socket, "localhost:" + server.port(), forged);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertFalse(answer.contains("Strict-Transport-Security"), answer);
        }
        await().untilAsserted(() -> assertEquals(2, addresses.size(), addresses::toString));
        assertEquals(List.of("127.0.0.2", "127.0.0.3"), addresses);
    }

    private static Socket from(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        return socket;
    }

    private static String ask(Socket socket, String host, String headers) throws IOException {
        String request = "GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void noMessageIsLostWhenNginxReloadsOrStopsOrTheChatRestarts() throws IOException {
        List<String> sockets = new CopyOnWriteArrayList<>();
        Tab alices = visitor();
        alices.page.onWebSocket(socket -> sockets.add(socket.url()));
        alices.register("alice");
        assertEquals(List.of("wss://localhost:" + nginx.port() + "/ws"), sockets);
        Tab bobs = visitor().register("bob").openConversation("alice");
        bobs.send("hello");
        alices.openConversation("bob").shows("hello");
        alices.send("over nginx");
        bobs.shows("hello", "over nginx");

        alices.reconnects(() -> bobs.reconnects(() -> {
            reload();
            alices.send("while it reloads");
        }));
        bobs.shows("hello", "over nginx", "while it reloads");

        nginx.stop();
        assertThat(alices.notice()).containsText(LOST);
        alices.send("while it is away").send("and one more");
        nginx.start();
        bobs.shows("hello", "over nginx", "while it reloads", "while it is away", "and one more");

        alices.reconnects(() -> bobs.reconnects(() -> {
            server.restart();
            bobs.send("after a restart");
        }));
        alices.shows("hello", "over nginx", "while it reloads", "while it is away", "and one more", "after a restart");
        assertThat(alices.markOf("and one more")).containsText("Read");
        bobs.reload()
                .shows(
                        "hello",
                        "over nginx",
                        "while it reloads",
                        "while it is away",
                        "and one more",
                        "after a restart");
    }

    private void reload() {
        try {
            nginx.reload();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
