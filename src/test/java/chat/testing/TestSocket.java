package chat.testing;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A socket to the server that keeps what it was told, to be awaited. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An event as it came in. */
    public record Event(String name, JsonNode data) {}

    private final StringBuilder part = new StringBuilder();
    private final List<Event> unread = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    static TestSocket open(HttpClient client, int port) {
        TestSocket listener = new TestSocket();
        listener.socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), listener)
                .join();
        return listener;
    }

    public TestSocket send(String event, Object data) {
        return sendText(Json.write(Map.of("event", event, "data", data)));
    }

    public TestSocket sendText(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public WebSocket raw() {
        return socket;
    }

    /** The next event of that name, whatever others came before it: those stay to be awaited. */
    public JsonNode await(String name) {
        return await(name, data -> true);
    }

    public synchronized JsonNode await(String name, Predicate<JsonNode> which) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (Event event : unread) {
                if (event.name().equals(name) && which.test(event.data())) {
                    unread.remove(event);
                    return event.data();
                }
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("No " + name + " came; unread: " + unread);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /**
     * The events of that name that came before now: what the server had queued for this socket when it answered a
     * ping, which it does after all that.
     */
    public List<JsonNode> soFar(String name) {
        send("ping", Map.of());
        await("pong");
        synchronized (this) {
            List<JsonNode> found = unread.stream()
                    .filter(event -> event.name().equals(name))
                    .map(Event::data)
                    .toList();
            unread.removeIf(event -> event.name().equals(name));
            return found;
        }
    }

    /** The code with which the server closed it. */
    public int awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            JsonNode frame = Json.read(part.toString());
            part.setLength(0);
            synchronized (this) {
                unread.add(new Event(frame.get("event").asText(), frame.get("data")));
                notifyAll();
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
