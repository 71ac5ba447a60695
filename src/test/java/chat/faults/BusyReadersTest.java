package chat.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.db.Database;
import chat.testing.Person;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing can be read for a while. No socket callback waits for that. */
class BusyReadersTest {
    private static final int READERS = 12;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void noSocketCallbackReadsTheDatabase() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        CountDownLatch release = new CountDownLatch(1);
        try (TestServer server = TestServer.start(folder)) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            long group = alice.group("group", bob);
            alice.say(bob, "hi");
            try (TestSocket socket = alice.connect();
                    TestSocket toBob = bob.connect()) {
                occupyReaders(server.readers(), threads, release);
                Map<String, ?> inGroup = Map.of("room_id", group);
                Map<String, ?> toThem = Map.of("receiver_id", bob.id());
                for (Map<String, ?> target : List.of(inGroup, toThem)) {
                    socket.send("typing", target);
                    socket.send("stop_typing", target);
                }
                socket.send("watch", Map.of("user_ids", List.of(bob.id())));
                socket.send("active", Map.of());
                socket.send("mark_read", Map.of("room_id", group, "seq", 1));
                socket.sayIn(group, "hello", "c-1");
                socket.say(bob, "hello", "c-2");
                // While any callback waits for the database, the frames after it are not read.
                socket.send("ping", Map.of()).await("pong");
                toBob.await("new_message");
                toBob.await("new_message");
                assertTrue(release.getCount() == 1, "the database is still busy");
                release.countDown();
            }
        } finally {
            release.countDown();
            threads.shutdown();
        }
    }

    private static void occupyReaders(Database database, ExecutorService threads, CountDownLatch release)
            throws InterruptedException {
        CountDownLatch occupied = new CountDownLatch(READERS);
        for (int i = 0; i < READERS; i++) {
            threads.execute(() -> database.read(handle -> {
                occupied.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return null;
            }));
        }
        assertTrue(occupied.await(10, TimeUnit.SECONDS));
    }
}
