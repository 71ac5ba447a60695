package chat.accounts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.RunningServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ShutdownDuringLoginTest {
    private static final int LOGINS = 8;
    private static final Pattern QUEUE = Pattern.compile("(?m)^chat_password_queue ([0-9]+)");

    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("BCRYPT_COST", "13"));

    private int waiting() {
        String metrics = running.visitor()
                .fetch("GET", "/metrics", null, "Authorization", "Bearer " + TestServer.METRICS_TOKEN)
                .body();
        Matcher queue = QUEUE.matcher(metrics);
        assertTrue(queue.find(), metrics);
        return Integer.parseInt(queue.group(1));
    }

    @Test
    void waitingLoginsAreAnsweredAsBusyAtShutdown() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(LOGINS);
        try {
            List<Future<Answer>> logins = Stream.generate(() -> threads.submit(
                            () -> running.visitor().form("/login", Map.of("username", "x", "password", "wrong"))))
                    .limit(LOGINS)
                    .toList();
            await().until(() -> waiting() >= LOGINS / 2);
            running.get().restart();
            int busy = 0;
            for (Future<Answer> login : logins) {
                Answer answer = login.get();
                if (answer.status() != 401) {
                    assertEquals(503, answer.status(), answer::body);
                    assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
                    busy++;
                }
            }
            assertTrue(busy > 0);
        } finally {
            threads.shutdownNow();
        }
    }
}
