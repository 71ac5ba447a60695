package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.BusyReaders;
import chat.testing.CallbackWatchdog;
import chat.testing.Person;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All database readers are busy. No socket callback waits for them. */
class BusyReadersTest {
    @TempDir
    Path folder;

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
        server.close();
    }

    @Test
    void noSocketCallbackWaits() {
        long group = alice.createGroup("group", bob);
        alice.say(bob, "hi");
        Map<String, ?> inGroup = Map.of("room_id", group);
        Map<String, ?> toBobAlone = Map.of("receiver_id", bob.id());
        try (TestSocket socket = alice.connect();
                TestSocket closed = alice.connect();
                TestSocket toBob = bob.connect();
                BusyReaders busy = new BusyReaders(server.readers());
                CallbackWatchdog watchdog = new CallbackWatchdog()) {
            for (TestSocket each : List.of(socket, closed)) {
                for (Map<String, ?> target : List.of(inGroup, toBobAlone)) {
                    each.send("typing", target);
                    each.send("stop_typing", target);
                    each.send("typing", target);
                }
                each.send("watch", Map.of("user_ids", List.of(bob.id())));
                each.send("active", Map.of());
                each.send("mark_read", Map.of("room_id", group, "seq", 1));
            }
            closed.close();
            socket.sayInRoom(group, "hello", "c-1");
            socket.say(bob, "hello", "c-2");
            socket.send("ping", Map.of()).await("pong");
            toBob.await("new_message");
            toBob.await("new_message");
            List<TestSocket.Event> before = socket.takeAll();
            assertTrue(
                    before.stream().noneMatch(event -> event.name().equals("error")),
                    () -> "a callback waited until it was refused: " + before);
            assertEquals(List.of(), watchdog.blocked());
        }
    }

    /** Events that wait for the database are handled in order. */
    @Test
    void aUserWhoStopsTypingAndStartsAgainIsTyping() {
        server.clock.stop();
        try (TestSocket typist = alice.connect();
                TestSocket toBob = bob.connect()) {
            Map<String, ?> toThem = Map.of("receiver_id", bob.id());
            typist.send("typing", toThem);
            toBob.await("typing");
            try (BusyReaders busy = new BusyReaders(server.readers())) {
                typist.send("watch", Map.of("user_ids", List.of(bob.id()))); // blocks the background thread
                typist.send("stop_typing", toThem);
                typist.send("typing", toThem);
                typist.send("ping", Map.of()).await("pong");
            }
            toBob.await("stop_typing");
            server.clock.pass(Duration.ofSeconds(3));
            toBob.await("typing");
        }
    }
}
