package chat.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.ConcurrentTest;
import chat.testing.Person;
import chat.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a byte now and then for ever. Each is disconnected, and nobody waits for it. */
@Timeout(
        value = 60,
        threadMode = ThreadMode.SEPARATE_THREAD) // a thread that waits for the network cannot be interrupted
class SlowClientsTest {
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final String LOGIN =
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    @TempDir
    Path folder;

    private TestServer server;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() {
        server = TestServer.start(folder, new Deadlines(SOON, SOON, SOON, NEVER, SOON));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket open(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout((int) BETWEEN_BYTES.toMillis());
        send(socket, beginning);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends the bytes repeatedly until the server closes the connection, and returns its answer. */
    private static String sendRepeatedly(Socket socket, String bytes) {
        StringBuilder said = new StringBuilder();
        try {
            while (true) {
                send(socket, bytes);
                try {
                    int unit = socket.getInputStream().read();
                    if (unit < 0) {
                        return said.toString();
                    }
                    said.append((char) unit);
                    said.append(new String(
                            socket.getInputStream()
                                    .readNBytes(socket.getInputStream().available()),
                            StandardCharsets.ISO_8859_1));
                } catch (SocketTimeoutException e) {
                    // no answer yet
                }
            }
        } catch (IOException closed) {
            return said.toString();
        }
    }

    @ConcurrentTest
    void aSlowRequestHeadIsCut() throws IOException {
        assertEquals("", sendRepeatedly(open("GET /login HTTP/1.1\r\nHost: x\r\n"), "X: y\r\n"));
        assertEquals("", sendRepeatedly(open("G"), "E"));
        assertEquals("", sendRepeatedly(open(""), "\r\n"));
    }

    @ConcurrentTest
    void aSlowSecondRequestHeadIsCut() throws IOException {
        Socket socket = open("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        String said = sendRepeatedly(socket, "G");
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
    }

    @ConcurrentTest
    void aSlowBodyIsRefused() throws IOException {
        assertTrue(sendRepeatedly(open(LOGIN + "Content-Length: 60000\r\n\r\n"), "a")
                .startsWith("HTTP/1.1 408"));
        String chunked = sendRepeatedly(open(LOGIN + "Transfer-Encoding: chunked\r\n\r\n"), "1\r\na\r\n");
        assertTrue(chunked.startsWith("HTTP/1.1 408"), chunked);
        assertTrue(chunked.contains("\"code\":\"timeout\""), chunked);
    }

    @ConcurrentTest
    void aMissingBodyIsRefused() throws IOException {
        Socket socket = open(LOGIN + "Content-Length: 10\r\n\r\n");
        socket.setSoTimeout(0);
        String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(said.startsWith("HTTP/1.1 408"), said);
    }

    @ConcurrentTest
    void manySlowBodiesDelayNobody() throws IOException {
        server.close();
        server = TestServer.start(folder, new Deadlines(NEVER, NEVER, NEVER, NEVER, NEVER));
        for (int i = 0; i < 500; i++) {
            open(LOGIN + "Content-Length: 60000\r\n\r\nusername=");
        }
        server.register("alice").get("/users").expect(200);
    }

    @ConcurrentTest
    void anUnreadAnswerIsCut() throws IOException {
        assertUnreadAnswerIsCut(new Deadlines(NEVER, NEVER, NEVER, Duration.ofSeconds(3), NEVER));
    }

    @ConcurrentTest
    void anEntirelyUnreadAnswerIsCutSooner() throws IOException {
        assertUnreadAnswerIsCut(new Deadlines(NEVER, NEVER, Duration.ofSeconds(3), NEVER, NEVER));
    }

    private void assertUnreadAnswerIsCut(Deadlines deadlines) throws IOException {
        Socket socket = askForLargeAnswers(deadlines, 10);
        await().until(() -> isClosed(socket));
    }

    private Socket askForLargeAnswers(Deadlines deadlines, int answers) throws IOException {
        server.close();
        server = TestServer.start(folder, deadlines);
        Person alice = server.register("alice");
        Person bob = server.register("bob");
        for (int i = 0; i < 150; i++) {
            alice.say(bob, "\u20ac".repeat(4_000));
        }
        String cookie = alice.sessionCookie();
        String get = "GET /messages/" + bob.id() + "?limit=200 HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        send(socket, get.repeat(answers));
        return socket;
    }

    @ConcurrentTest
    void aSlowButSteadyReaderGetsEveryAnswer() throws IOException {
        Socket socket = askForLargeAnswers(new Deadlines(NEVER, NEVER, Duration.ofSeconds(4), NEVER, NEVER), 20);
        for (int i = 0; i < 80; i++) { // for eight seconds
            assertEquals(10_000, socket.getInputStream().readNBytes(10_000).length);
            LockSupport.parkNanos(2 * BETWEEN_BYTES.toNanos());
        }
        send(socket, "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        socket.setSoTimeout(10_000);
        String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(rest.contains("\r\n0\r\n\r\nHTTP/1.1 404"), "the last request is answered too");
    }

    /** Detects a closed connection by writing to it, without reading its answer. */
    private static boolean isClosed(Socket socket) {
        try {
            send(socket, "G");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @ConcurrentTest
    void anIdleConnectionIsNotCut() throws IOException {
        Socket socket = open("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        sendRepeatedly(open("G"), "E");
        sendRepeatedly(open("G"), "E");
        send(socket, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        socket.setSoTimeout(10_000);
        String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(2, said.split("HTTP/1.1 200", -1).length - 1, said);
    }

    @ConcurrentTest
    void aTooLargeBodyIsRefusedBeforeItArrives() {
        RawHttp answer = RawHttp.send(server.port(), LOGIN + "Content-Length: 65537\r\n\r\n");
        assertEquals(413, answer.status());
        assertEquals("too_large", Json.read(answer.body()).at("/error/code").asText());
        RawHttp huge =
                RawHttp.send(server.port(), LOGIN + "Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n");
        assertEquals(413, huge.status());
        String chunk = "1000\r\n" + "a".repeat(4096) + "\r\n";
        RawHttp chunked = RawHttp.send(server.port(), LOGIN + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17));
        assertEquals(413, chunked.status());
    }

    @ConcurrentTest
    void aCompressedBodyIsRefused() {
        for (String encoding : List.of("gzip", "deflate", "br", "zstd", "gzip, gzip")) {
            RawHttp answer = RawHttp.send(
                    server.port(),
                    LOGIN + "Connection: close\r\nContent-Encoding: " + encoding + "\r\nContent-Length: 3\r\n\r\nabc");
            assertEquals(415, answer.status(), encoding);
        }
    }

    private Socket upgraded(Person person) throws IOException {
        Socket socket = open("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, fragment; maxLength=1, identity\r\n"
                + "Cookie: " + person.sessionCookie() + "\r\n\r\n");
        StringBuilder head = new StringBuilder();
        socket.setSoTimeout(10_000);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101"), head::toString);
        assertFalse(head.toString().toLowerCase(Locale.ROOT).contains("sec-websocket-extensions"), head::toString);
        socket.setSoTimeout((int) BETWEEN_BYTES.toMillis());
        return socket;
    }

    @ConcurrentTest
    void aSocketIsNotCompressedAndASlowFrameIsCut() throws IOException {
        Socket socket = upgraded(server.register("alice"));
        send(socket, "\u0081\u00fe\u000f\u00ffmask");
        sendRepeatedly(socket, "x");
    }

    @ConcurrentTest
    void aSilentSocketIsCut() throws IOException {
        Socket socket = upgraded(server.register("alice"));
        socket.setSoTimeout(10_000);
        while (socket.getInputStream().read() >= 0) {
            // events sent until then
        }
    }
}
