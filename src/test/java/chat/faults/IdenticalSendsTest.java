package chat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.app.TestServer;
import chat.testing.Person;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdenticalSendsTest {
    private static final int SENDS_PER_TRANSPORT = 25;

    @TempDir
    Path folder;

    @Test
    void fiftyIdenticalConcurrentSendsAreStoredOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * SENDS_PER_TRANSPORT);
        List<TestSocket> sockets = new ArrayList<>();
        try (TestServer server = TestServer.start(folder)) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            TestSocket toBob = bob.connect();
            sockets.add(toBob);
            Map<String, Object> message =
                    Map.of("receiver_id", bob.id(), "message_content", "once", "client_id", "the-one");
            CyclicBarrier start = new CyclicBarrier(2 * SENDS_PER_TRANSPORT);
            List<Callable<JsonNode>> sends = new ArrayList<>();
            for (int i = 0; i < SENDS_PER_TRANSPORT; i++) {
                TestSocket socket = alice.connect();
                sockets.add(socket);
                sends.add(() -> {
                    start.await();
                    return socket.send("send_message", message)
                            .await("message_sent")
                            .get("message");
                });
                sends.add(() -> {
                    start.await();
                    return alice.post("/send_message", message).json().get("message");
                });
            }
            Set<JsonNode> answers = new HashSet<>();
            for (Future<JsonNode> answer : threads.invokeAll(sends)) {
                answers.add(answer.get());
            }
            assertEquals(1, answers.size(), answers::toString);
            assertEquals(1, answers.iterator().next().get("seq").asLong());
            assertEquals(
                    1, alice.get("/messages/" + bob.id()).json().get("messages").size());
            assertEquals(1, toBob.received("new_message").size());
        } finally {
            sockets.forEach(TestSocket::close);
            threads.shutdownNow();
        }
    }
}
