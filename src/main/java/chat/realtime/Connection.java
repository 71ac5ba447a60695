package chat.realtime;

import chat.web.ApiError;
import chat.web.Caller;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One open socket and its outbox. Jetty's own queue takes any amount without a word, so the bytes in it are counted
 * here: a reader that falls behind loses presence and typing first, and then the socket; it comes back and catches up.
 * Nobody else waits for it. Any thread may call; nothing here blocks.
 */
public final class Connection {
    /** Beyond this, what is fleeting is dropped. */
    private static final int CROWDED_BYTES = 64 * 1024;
    /** Beyond this, the reader is too slow. */
    private static final int FULL_BYTES = 1024 * 1024;
    /** How long a close may wait behind what is queued, before the line is cut. */
    private static final int CLOSE_GRACE_SECONDS = 3;

    private final Caller caller;
    private final Session session;
    private final AtomicInteger pendingBytes = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Runnable afterDrain = () -> {};

    @JsonInclude(Include.NON_NULL)
    private record Refusal(String code, String message, String clientId, Integer retryAfter, String field) {}

    Connection(Caller caller, Session session) {
        this.caller = caller;
        this.session = session;
    }

    public Caller caller() {
        return caller;
    }

    public long userId() {
        return caller.id();
    }

    String sessionKey() {
        return caller.sessionKey();
    }

    boolean isClosing() {
        return closing.get();
    }

    /** Sends an event when the socket is ready for it, or drops it, or closes a socket that is too slow. */
    public void offer(Event event) {
        if (closing.get()) {
            return;
        }
        int pending = pendingBytes.addAndGet(event.bytes());
        if (!event.essential() && pending > CROWDED_BYTES) {
            pendingBytes.addAndGet(-event.bytes());
            dropped.set(true);
            return;
        }
        if (pending > FULL_BYTES) {
            close(CloseCode.TOO_SLOW);
            return;
        }
        session.sendText(event.text(), Callback.from(() -> sent(event), failure -> session.disconnect()));
    }

    private void sent(Event event) {
        if (pendingBytes.addAndGet(-event.bytes()) == 0 && dropped.compareAndSet(true, false)) {
            afterDrain.run();
        }
    }

    /** What to do once the outbox is empty again after something fleeting was dropped: tell the whole state anew. */
    public void afterDrain(Runnable action) {
        afterDrain = action;
    }

    /** Answers an event that was refused. {@code clientId} as the event carried it, or null. */
    public void refuse(ApiError error, String clientId) {
        ApiError.Body body = error.body();
        offer(Event.of("error", new Refusal(body.code(), body.message(), clientId, body.retryAfter(), body.field())));
    }

    void ping() {
        session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    /** Closes once; the close waits behind what is queued, but not for ever. */
    void close(CloseCode code) {
        if (closing.compareAndSet(false, true)) {
            session.close(code.number, code.reason, Callback.NOOP);
            CompletableFuture.delayedExecutor(CLOSE_GRACE_SECONDS, TimeUnit.SECONDS)
                    .execute(session::disconnect);
        }
    }

    /** The socket is gone. */
    void closed() {
        closing.set(true);
    }
}
