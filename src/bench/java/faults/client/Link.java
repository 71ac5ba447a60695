package faults.client;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One socket of a client. Events arrive one after another on a thread of the JDK. Only one thread may send. */
final class Link implements WebSocket.Listener {
    private static final int TIMEOUT_SECONDS = 10;

    /** Receives the events of a socket. */
    interface Receiver {
        void event(String name, JsonNode data);

        void closed(Link link);
    }

    private final Receiver receiver;
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private WebSocket socket;

    private Link(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Returns once the server has sent {@code connect}: from then on, no event is missed. */
    static Link open(Api api, Account account, Receiver receiver) throws IOException {
        Link link = new Link(receiver);
        link.socket = api.open(account, link);
        link.await(link.greeted);
        return link;
    }

    void send(String event, Map<String, ?> data) throws IOException {
        await(socket.sendText(Json.write(Map.of("event", event, "data", data)), true));
    }

    private void await(CompletableFuture<?> future) throws IOException {
        try {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            abort();
            throw new IOException("The socket broke", e);
        }
    }

    void abort() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            JsonNode frame = Json.read(part.toString());
            part.setLength(0);
            String event = frame.get("event").asText();
            if (event.equals("connect")) {
                greeted.complete(null);
            }
            receiver.event(event, frame.get("data"));
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end();
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end();
    }

    private void end() {
        greeted.completeExceptionally(new IOException("The socket is closed"));
        receiver.closed(this);
    }
}
