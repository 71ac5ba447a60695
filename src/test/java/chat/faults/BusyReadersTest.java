package chat.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Person;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All database readers are busy. No socket callback waits for them. */
class BusyReadersTest {
    private static final int READERS = 12;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private TestServer server;
    private Person alice;
    private Person bob;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        alice = server.register("alice");
        bob = server.register("bob");
    }

    @AfterEach
    void stop() {
        release.countDown();
        threads.shutdown();
        server.close();
    }

    @Test
    @Timeout(60)
    void noSocketCallbackReadsTheDatabase() throws InterruptedException {
        Person carol = server.register("carol");
        long group = alice.createGroup("group", bob);
        alice.say(bob, "hi");
        try (TestSocket socket = alice.connect();
                TestSocket other = alice.connect();
                TestSocket toBob = bob.connect()) {
            occupyReaders();
            Map<String, ?> inGroup = Map.of("room_id", group);
            Map<String, ?> toThem = Map.of("receiver_id", bob.id());
            for (Map<String, ?> target : List.of(inGroup, toThem)) {
                socket.send("typing", target);
                socket.send("stop_typing", target);
            }
            socket.send("watch", Map.of("user_ids", List.of(bob.id())));
            socket.send("active", Map.of());
            socket.send("mark_read", Map.of("room_id", group, "seq", 1));
            socket.sayInRoom(group, "hello", "c-1");
            socket.say(bob, "hello", "c-2");
            threads.execute(() -> carol.connectWithoutWaiting().close());
            other.send("ping", Map.of()).await("pong");
            socket.send("ping", Map.of()).await("pong");
            List<TestSocket.Event> before = socket.takeAll();
            assertTrue(
                    before.stream().noneMatch(event -> event.name().equals("error")),
                    () -> "a callback waited until it was refused: " + before);
            toBob.await("new_message");
            toBob.await("new_message");
        }
    }

    /** Events that wait for the database are handled in order. */
    @Test
    @Timeout(60)
    void aUserWhoStopsTypingAndStartsAgainIsTyping() throws InterruptedException {
        server.clock.stop();
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            Map<String, ?> toThem = Map.of("receiver_id", bob.id());
            typist.send("typing", toThem);
            toBob.await("typing");
            occupyReaders();
            typist.send("watch", Map.of("user_ids", List.of(bob.id()))); // blocks the background thread
            typist.send("stop_typing", toThem);
            typist.send("typing", toThem);
            typist.send("ping", Map.of()).await("pong");
            release.countDown();
            toBob.await("stop_typing");
            server.clock.pass(Duration.ofSeconds(3));
            toBob.await("typing");
        }
    }

    private void occupyReaders() throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(READERS);
        for (int i = 0; i < READERS; i++) {
            threads.execute(() -> server.readers().read(handle -> {
                occupied.countDown();
                await().until(() -> release.getCount() == 0);
                return null;
            }));
        }
        assertTrue(occupied.await(10, TimeUnit.SECONDS));
    }
}
