package chat.realtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import chat.web.Errors;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Sockets that flood the server, and sockets that are reset while they open. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FloodTest {
    private static final int FLOOD = 1013;
    private static final int TOO_MANY = 4029;
    private static final int FRAMES_AT_ONCE = 2_000;
    private static final int REFUSED_FRAMES = 201;
    private static final int FLOODS_AT_ONCE = 3;
    private static final int SOCKETS_OF_USER = 30;
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: %s\r\n\r\n";
    /** The first fragment of a text message, and an empty continuation fragment. */
    private static final byte[] FIRST_FRAGMENT = {0x01, (byte) 0x81, 0, 0, 0, 0, 'a'};

    private static final byte[] EMPTY_FRAGMENT = {0x00, (byte) 0x80, 0, 0, 0, 0};
    private static final byte[] EMPTY_PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("RATE_LIMITS", "on"));

    private Socket upgrade(Person person) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), running.get().port());
        String cookie = person.sessionCookie();
        socket.getOutputStream().write(UPGRADE.formatted(cookie).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void invalidFramesAreLimitedAndAFloodClosesTheSocket() {
        Person alice = running.person("alice");
        running.clock().stop();
        try (TestSocket socket = alice.connect()) {
            flood(socket);
            assertEquals(FLOOD, socket.awaitClose());
        }
        assertTrue(
                Stream.generate(() -> running.person("bob"))
                        .limit(1)
                        .allMatch(bob -> bob.connect().received().isEmpty()),
                "sockets of other users are not affected");
    }

    /** Sends exactly the frames that it takes. A write to a closed connection could discard the unread close frame. */
    private static void flood(TestSocket socket) {
        for (int i = 0; i < FRAMES_AT_ONCE + REFUSED_FRAMES; i++) {
            socket.sendText("{");
        }
    }

    @Test
    void anEndlessFragmentedMessageIsCut() throws IOException {
        assertFloodIsCut(FIRST_FRAGMENT, EMPTY_FRAGMENT);
    }

    @Test
    void endlessPingsAreCut() throws IOException {
        assertFloodIsCut(EMPTY_PING, EMPTY_PING);
    }

    private void assertFloodIsCut(byte[] first, byte[] next) throws IOException {
        Person alice = running.person("alice");
        byte[] many = new byte[next.length * 1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = next[i % next.length];
        }
        try (Socket socket = upgrade(alice)) {
            OutputStream out = socket.getOutputStream();
            out.write(first);
            socket.setSoTimeout(1);
            await().until(() -> isClosed(socket, many));
        }
    }

    /** Sends more frames and reads available data, so that client and server never wait for each other. */
    private static boolean isClosed(Socket socket, byte[] more) {
        try {
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write(more);
                socket.getInputStream().skip(socket.getInputStream().available());
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void aUserWhoFloodsRepeatedlyCannotConnectForAWhile() {
        Person alice = running.person("alice");
        running.clock().stop();
        for (int i = 0; i < FLOODS_AT_ONCE; i++) {
            running.clock().pass(Duration.ofSeconds(20));
            try (TestSocket socket = alice.connect()) {
                flood(socket);
                assertEquals(FLOOD, socket.awaitClose());
            }
        }
        assertEquals(429, alice.refusedUpgrade());
        running.clock().pass(Duration.ofMinutes(1));
        alice.connect().close();
    }

    @Test
    void aSocketResetWhileOpeningIsForgotten() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger errors = (Logger) LoggerFactory.getLogger(Errors.class);
        errors.addAppender(log);
        Person alice = running.person("alice");
        for (int i = 0; i < 400; i++) {
            Socket socket = upgrade(alice);
            socket.setSoLinger(true, 0);
            if (i % 2 == 0) {
                socket.getInputStream().read();
            }
            socket.close();
        }
        await().untilAsserted(() -> assertEquals(0, openSockets(), "open sockets"));
        errors.detachAppender(log);
        assertEquals(List.of(), log.list, "a client that disconnects is not logged as an error");
        List<TestSocket> sockets =
                Stream.generate(alice::connect).limit(SOCKETS_OF_USER).toList();
        try (TestSocket oneMore = alice.connectWithoutWaiting()) {
            assertEquals(TOO_MANY, oneMore.awaitClose());
        }
        sockets.forEach(TestSocket::close);
    }

    private int openSockets() {
        return running.visitor()
                .fetch("GET", "/metrics", null, "Authorization", "Bearer " + chat.app.TestServer.METRICS_TOKEN)
                .body()
                .lines()
                .filter(line -> line.startsWith("chat_sockets_open "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1]))
                .sum();
    }
}
