package chat.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestDatabase;
import chat.testing.TestSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One address or user uses up all that it may. Nobody else has to wait. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class BudgetExhaustionTest {
    private static final int EXTRA = 5;
    private static final int TOO_MANY_SOCKETS = 4029;
    private static final String LOGIN =
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("RATE_LIMITS", "on"));

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Sends from an address that no other client in these tests has. */
    private Socket stranger(String sent) throws IOException {
        return stranger("127.0.0.9", sent);
    }

    private Socket stranger(String address, String sent) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), running.get().port()));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static boolean isCut(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void connectionsAreLimitedByAddress() throws IOException {
        for (int i = 0; i < Budget.CONNECTIONS.perAddress; i++) {
            stranger("");
        }
        Socket first = sockets.get(0);
        await().until(() -> isCut(stranger("")));
        running.visitor().get("/healthz").expect(200);
        first.close();
        await().ignoreException(IOException.class)
                .until(() -> stranger("GET /healthz HTTP/1.0\r\n\r\n")
                                .getInputStream()
                                .read()
                        == 'H');
    }

    @Test
    void clientsThatReadNothingDoNotBlockAllThreads() throws IOException {
        String get = "GET /register HTTP/1.1\r\nHost: x\r\n\r\n";
        for (int i = 0; i < 220; i++) {
            stranger(get.repeat(200));
        }
        for (int i = 0; i < 10; i++) {
            running.visitor().get("/healthz").expect(200);
        }
    }

    @Test
    void unfinishedBodiesOfOneAddressAreLimited() throws IOException {
        String body = LOGIN + "Content-Length: 60000\r\n\r\n" + "a".repeat(59_999);
        int fit = (int) (Budget.BODY_BYTES.perAddress / (2 * 59_999));
        for (int i = 0; i <= fit; i++) {
            stranger(body);
        }
        String answer = firstAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nretry-after: 2\r\n"), answer);
        assertTrue(answer.contains("\"rate_limited\""), answer);
        running.person("alice");
    }

    @Test
    void unfinishedBodiesOfManyAddressesDoNotBlockOthers() throws IOException {
        String unfinished = LOGIN + "Content-Length: 60000\r\n\r\n" + "a".repeat(59_999);
        int fit = (int) (Budget.BODY_BYTES.total / (2 * 59_999));
        for (int i = 0; i < 2 * fit; i++) {
            stranger("127.0.1." + (1 + i % 20), unfinished);
        }
        String answer = firstAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        assertTrue(answer.contains("\"busy\""), answer);
        for (int i = 1; i <= 20; i++) {
            stranger("127.0.2." + i, unfinished); // takes the room that may be left
            InputStream others = stranger("127.0.3." + i, unfinished + "a").getInputStream();
            assertEquals("HTTP/1.1 400", new String(others.readNBytes(12), StandardCharsets.ISO_8859_1));
        }
        running.person("alice");
    }

    /** The answer of any socket. The order of requests is undefined, and a client that still sends may lose one. */
    private String firstAnswer() {
        await().until(() -> sockets.stream().anyMatch(BudgetExhaustionTest::isAnswered));
        return sockets.stream()
                .filter(BudgetExhaustionTest::isAnswered)
                .map(BudgetExhaustionTest::answer)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String answer(Socket socket) {
        try {
            return new String(
                    socket.getInputStream().readNBytes(socket.getInputStream().available()),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void concurrentCallsAreLimitedByUser() throws SQLException {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        alice.say(bob, "first");
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        try (Connection other = connect();
                Statement lock = other.createStatement()) {
            lock.execute(TestDatabase.HOLD_WRITES); // all writes wait
            for (int i = 0; i < Budget.CALLS.perUser + EXTRA; i++) {
                calls.add(send(alice, bob, i));
            }
            await().until(() -> answered(calls).size() == EXTRA);
            answered(calls).forEach(status -> assertEquals(429, status));
            Answer refused = alice.get("/rooms").expectError(429, "rate_limited");
            assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
            bob.get("/rooms").expect(200);
            lock.execute("ROLLBACK");
        }
        calls.forEach(CompletableFuture::join);
        assertEquals(
                Budget.CALLS.perUser,
                answered(calls).stream().filter(status -> status == 201).count());
        alice.get("/rooms").expect(200);
    }

    private static List<Integer> answered(List<CompletableFuture<HttpResponse<String>>> calls) {
        return calls.stream()
                .filter(CompletableFuture::isDone)
                .map(call -> call.join().statusCode())
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> send(Person sender, Person receiver, int number) {
        String body = Json.write(Map.of("receiver_id", receiver.id(), "message_content", "text " + number));
        HttpRequest request = HttpRequest.newBuilder(URI.create(running.get().url() + "/send_message"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return sender.client().sendAsync(request, BodyHandlers.ofString());
    }

    private Connection connect() throws SQLException {
        return running.get().connect();
    }

    @Test
    void largeAnswersAreReleasedOnceTheyAreRead() throws SQLException {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        fill(alice, bob, 60);
        for (int i = 0; i < 100; i++) {
            assertTrue(alice.get("/messages/" + bob.id()).expect(200).body().length() > 200_000);
        }
    }

    /** Stores this many messages of 4,000 characters. */
    private void fill(Person alice, Person bob, int messages) throws SQLException {
        long room = alice.say(bob, "first").get("room_id").asLong();
        try (Connection other = connect();
                PreparedStatement insert = other.prepareStatement(
                        """
                        INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, timestamp)
                        VALUES (?, ?, ?, ?, ?, ?, 0)""");
                Statement room1 = other.createStatement()) {
            other.setAutoCommit(false);
            for (int i = 2; i <= messages + 1; i++) {
                insert.setLong(1, room);
                insert.setLong(2, i);
                insert.setLong(3, 1_000_000 + i);
                insert.setLong(4, i);
                insert.setLong(5, alice.id());
                insert.setString(6, "x".repeat(4_000));
                insert.addBatch();
            }
            insert.executeBatch();
            room1.execute("UPDATE rooms SET last_seq = " + (messages + 1) + ", rev = " + (messages + 1)
                    + ", last_message_id = " + (1_000_001 + messages) + " WHERE id = " + room);
            other.commit();
        }
    }

    @Test
    void aUserHasOneExportAtATimeAndItEndsWithTheSession() throws SQLException, IOException {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        fill(alice, bob, 4_000);
        String cookie = alice.sessionCookie();
        Socket slow = stranger("GET /settings/export HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n");
        assertEquals('H', slow.getInputStream().read());
        Person elsewhere = alice.onAnotherDevice();
        elsewhere.get("/settings/export").expectError(429, "rate_limited");
        bob.get("/settings/export").expect(200);

        alice.form("/logout", Map.of()).expect(303);
        long read = 1;
        try {
            read += slow.getInputStream().readAllBytes().length;
        } catch (IOException cut) {
            // expected: the server has cut the connection
        }
        assertTrue(read < 4_000L * 4_000, read + " bytes were read");
        await().until(() -> elsewhere.get("/settings/export").status() == 200);
    }

    @Test
    void aUserHasThirtySocketsAndOneMoreIsClosed() {
        Person alice = running.person("alice");
        List<TestSocket> sockets =
                Stream.generate(alice::connect).limit(Budget.SOCKETS.perUser).toList();
        try (TestSocket oneMore = alice.connectWithoutWaiting()) {
            assertEquals(TOO_MANY_SOCKETS, oneMore.awaitClose());
            assertEquals(List.of(), oneMore.takeAll(), "it receives no connect event");
        }
        running.person("bob").connect().close();
        sockets.get(0).close();
        await().until(() -> canConnect(alice));
        sockets.forEach(TestSocket::close);
    }

    /** The server may notice later that another socket was closed. */
    private static boolean canConnect(Person person) {
        try (TestSocket socket = person.connectWithoutWaiting()) {
            return socket.isConnected();
        }
    }

    @Test
    void concurrentlyOpenedSocketsAreLimited() {
        Person alice = running.person("alice");
        List<TestSocket> sockets = IntStream.range(0, (int) (3 * Budget.SOCKETS.perUser))
                .parallel()
                .mapToObj(i -> alice.connectWithoutWaiting())
                .toList();
        assertEquals(
                Budget.SOCKETS.perUser,
                sockets.stream().filter(TestSocket::isConnected).count());
        sockets.forEach(TestSocket::close);
    }
}
