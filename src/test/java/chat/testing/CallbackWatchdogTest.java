package chat.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The watchdog finds a callback that waits, and no other. */
class CallbackWatchdogTest {
    @Test
    void aCallbackThatWaitsIsFound() {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Javalin javalin = Javalin.create(config -> config.routes.ws(
                "/",
                ws -> ws.onMessage(ctx -> {
                    waiting.countDown();
                    released.await();
                })));
        try (CallbackWatchdog watchdog = new CallbackWatchdog()) {
            javalin.start("127.0.0.1", 0);
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + javalin.port() + "/"), new WebSocket.Listener() {})
                    .join();
            assertEquals(List.of(), watchdog.blocked());
            socket.sendText("wait", true).join();
            await().until(() -> waiting.getCount() == 0);
            assertFalse(watchdog.blocked().isEmpty());
        } finally {
            released.countDown();
            javalin.stop();
        }
    }
}
