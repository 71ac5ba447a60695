package chat.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A WebSocket client that keeps the events it receives until a test awaits them. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A received event. */
    public record Event(String name, JsonNode data) {}

    private final StringBuilder partial = new StringBuilder();
    private final List<Event> unread = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile String closeReason;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private WebSocket socket;

    /** @param headers names and values in turn */
    static TestSocket open(HttpClient client, int port, String... headers) {
        TestSocket listener = new TestSocket();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        listener.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), listener)
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

    /** Sends a private message, without waiting for its acknowledgement. */
    public TestSocket say(Person receiver, String content, String clientId) {
        return send(
                "send_message",
                Map.of("receiver_id", receiver.id(), "message_content", content, "client_id", clientId));
    }

    /** Sends a message to a room, without waiting for its acknowledgement. */
    public TestSocket sayInRoom(long roomId, String content, String clientId) {
        return send("send_message", Map.of("room_id", roomId, "message_content", content, "client_id", clientId));
    }

    public WebSocket raw() {
        return socket;
    }

    /** Waits for the next event of this name. Other events before it can still be awaited. */
    public JsonNode await(String name) {
        return await(name, data -> true);
    }

    public synchronized JsonNode await(String name, Predicate<JsonNode> which) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
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

    /** Waits for the next {@code error}, which must have this code and a message. */
    public JsonNode awaitError(String code) {
        JsonNode error = await("error");
        assertEquals(code, error.path("code").asText(), error::toString);
        assertFalse(error.path("message").asText().isBlank(), error::toString);
        return error;
    }

    /**
     * The events of this name that the server has queued so far. Sends a ping first, because the server answers it
     * after all of them.
     */
    public List<JsonNode> received(String name) {
        barrier();
        synchronized (this) {
            List<JsonNode> found = unread.stream()
                    .filter(event -> event.name().equals(name))
                    .map(Event::data)
                    .toList();
            unread.removeIf(event -> event.name().equals(name));
            return found;
        }
    }

    /** All events that the server has queued so far, in order. */
    public List<Event> received() {
        barrier();
        return takeAll();
    }

    /** All events received so far, without a ping. */
    public synchronized List<Event> takeAll() {
        List<Event> all = List.copyOf(unread);
        unread.clear();
        return all;
    }

    private void barrier() {
        send("ping", Map.of());
        await("pong");
    }

    /** Whether the socket received {@code connect}, or was closed at once. */
    public boolean isConnected() {
        CompletableFuture.anyOf(connected, closed)
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return connected.isDone();
    }

    /** The code with which the server closed the socket. */
    public int awaitClose() {
        return closed.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits until the server closes the socket because the session ended for this reason. */
    public void awaitSessionEnd(String reason) {
        assertEquals(1008, awaitClose());
        assertEquals(reason, closeReason);
    }

    /** Asserts that the session has ended: the server has closed the socket and does not answer it any more. */
    public void assertEnded(String reason) {
        socket.sendText(Json.write(Map.of("event", "ping", "data", Map.of())), true)
                .exceptionally(closedHereToo -> null)
                .join();
        awaitSessionEnd(reason);
        assertTrue(takeAll().stream().noneMatch(event -> event.name().equals("pong")), "the server still answered");
    }

    /** Requests all messages at once, because the JDK's client fails on a request while it closes. */
    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonNode frame = Json.read(partial.toString());
            partial.setLength(0);
            connected.complete(null);
            synchronized (this) {
                unread.add(new Event(frame.get("event").asText(), frame.get("data")));
                notifyAll();
            }
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
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
