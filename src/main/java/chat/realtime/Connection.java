package chat.realtime;

import chat.web.ApiError;
import chat.web.Budgets;
import chat.web.Caller;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open socket and its outbox. Jetty's own queue is unbounded, so its bytes are counted here. A reader that falls
 * behind first loses presence and typing events, and then its socket; the client reconnects and catches up. No one else
 * has to wait for it. Any thread may call; nothing here blocks.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** While more than this is pending, events that are not essential are dropped. */
    private static final int CROWDED_BYTES = 64 * 1024;
    /** Above this, the socket is closed because its reader is too slow. */
    private static final int FULL_BYTES = 1024 * 1024;
    /** A batch is handed to Jetty in pieces of this size. */
    private static final int BATCH_BYTES = 64 * 1024;

    private static final int MAX_REFUSED_FRAMES = 200;
    /** How long a close may wait for the queued events before the connection is cut. */
    private static final int CLOSE_GRACE_SECONDS = 3;

    private final Caller caller;
    private final OutboxCounters counters;
    private final WebSocketSession session;
    private final Queue<Event> outbox = new ConcurrentLinkedQueue<>();
    /** The number of flush requests. The first thread flushes for all of them, until there are none left. */
    private final AtomicInteger flushing = new AtomicInteger();

    private final AtomicInteger pendingBytes = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();
    /** The reason for closing, or null. */
    private final AtomicReference<CloseCode> closing = new AtomicReference<>();

    /**
     * The bytes in the current batch, and those of them that are not flushed yet. Only the writer's thread uses these
     * two.
     */
    private int batchBytes;

    private int unflushedBytes;
    /**
     * Above this, the reader is too slow. The limit is raised while a large batch is unread. Set by the writer's
     * thread.
     */
    private volatile int allowedBytes = FULL_BYTES;

    private volatile boolean gone;
    private Budgets.Lease lease;
    /** Used only by the thread that is flushing. */
    private boolean closeWritten;

    /** Used only by {@link FloodGuard#tick}. */
    private long framesSeen;

    /** How many more frames were refused than accepted. Used only by the thread that reads this socket. */
    private int refusedFrames;

    private volatile Runnable afterDrain = () -> {};

    @JsonInclude(Include.NON_NULL)
    private record Refusal(String code, String message, String clientId, Integer retryAfter, String field) {}

    /**
     * @param session Jetty's class instead of its interface, which cannot send several frames in one write; see <a
     *     href="https://github.com/jetty/jetty.project/issues/9723">jetty#9723</a>. The interface will do once it can
     *     batch
     */
    Connection(Caller caller, OutboxCounters counters, WebSocketSession session) {
        this.caller = caller;
        this.counters = counters;
        this.session = session;
    }

    public long userId() {
        return caller.id();
    }

    String sessionKey() {
        return caller.sessionKey();
    }

    boolean isClosing() {
        return gone || closing.get() != null;
    }

    /** How many frames of any kind arrived since the last call. */
    long newFrames() {
        long frames = ((WebSocketCoreSession) session.getCoreSession())
                .getConnection()
                .getMessagesIn();
        long fresh = frames - framesSeen;
        framesSeen = frames;
        return fresh;
    }

    /**
     * Counts a frame, whether it was accepted or refused by its limit. Returns true once far more were refused than
     * accepted.
     */
    boolean countFrame(boolean accepted) {
        refusedFrames = Math.max(0, refusedFrames + (accepted ? -1 : 1));
        return refusedFrames > MAX_REFUSED_FRAMES;
    }

    /** Queues the first event, before anyone else can send one. It goes out with the first {@link #flush}. */
    void greet(Event greeting) {
        pendingBytes.addAndGet(greeting.size());
        outbox.add(greeting);
    }

    /** Sends an event. Drops it, or closes the socket, if the reader is too slow. */
    public void offer(Event event) {
        if (enqueue(event)) {
            flush();
        }
    }

    /**
     * Queues an event of a batch, to go out with the others in one write. A large batch does not make a reader too
     * slow: twice its size may be unread. Only the writer's thread calls this; it ends the batch with {@link
     * #endBatch}.
     */
    void offerInBatch(Event event) {
        if (unflushedBytes + event.size() > BATCH_BYTES) {
            flush();
            unflushedBytes = 0;
        }
        if (batchBytes == 0 && pendingBytes.get() <= FULL_BYTES) {
            allowedBytes = FULL_BYTES;
        }
        unflushedBytes += event.size();
        batchBytes += event.size();
        allowedBytes = Math.max(allowedBytes, 2 * batchBytes);
        enqueue(event);
    }

    void endBatch() {
        unflushedBytes = 0;
        batchBytes = 0;
        flush();
    }

    private boolean enqueue(Event event) {
        if (isClosing()) {
            return false;
        }
        int pending = pendingBytes.addAndGet(event.size());
        if (!event.essential() && pending - event.size() > CROWDED_BYTES) {
            dropped.set(true); // before the bytes are returned, so that whoever returns the last ones sees it
            counters.eventDropped();
            returnBytes(event);
            return false;
        }
        if (pending > allowedBytes) {
            close(CloseCode.TOO_SLOW);
            return false;
        }
        outbox.add(event);
        return true;
    }

    /** Hands the outbox to Jetty in order, the close last. Jetty writes everything at once. */
    void flush() {
        if (flushing.getAndIncrement() != 0) {
            return;
        }
        int asked = 1;
        do {
            for (Event event = outbox.poll(); event != null && !closeWritten; ) {
                Event next = outbox.poll();
                write(event, next != null);
                event = next;
            }
            writeClose();
            asked = flushing.addAndGet(-asked);
        } while (asked != 0);
    }

    private void write(Event event, boolean moreFollows) {
        Frame frame = new Frame(OpCode.TEXT, event.payload().duplicate());
        Callback callback = Callback.from(() -> returnBytes(event), failure -> session.disconnect());
        try {
            session.getCoreSession().sendFrame(frame, callback, moreFollows);
        } catch (RuntimeException | Error e) { // the other sockets must get their events
            LOG.error("Could not write to a socket", e);
            session.disconnect();
        }
    }

    private void writeClose() {
        CloseCode code = closing.get();
        if (code != null && !closeWritten) {
            closeWritten = true;
            session.getCoreSession().close(code.number, code.reason, Callback.NOOP);
        }
    }

    private void returnBytes(Event event) {
        if (pendingBytes.addAndGet(-event.size()) == 0 && dropped.compareAndSet(true, false)) {
            afterDrain.run();
        }
    }

    /**
     * Sets what to do when the outbox is empty again after events were dropped, such as sending the complete state. May
     * run on any thread, so it must not block.
     */
    public void afterDrain(Runnable action) {
        afterDrain = action;
    }

    /** Answers a refused event. */
    public void refuse(ApiError error, String clientId) {
        ApiError.Body body = error.body();
        offer(Event.of("error", new Refusal(body.code(), body.message(), clientId, body.retryAfter(), body.field())));
    }

    void ping() {
        session.getCoreSession().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }

    /** Closes the socket once. The close waits for the queued events, but only for a few seconds. */
    void close(CloseCode code) {
        if (closing.compareAndSet(null, code)) {
            if (code == CloseCode.TOO_SLOW) {
                counters.closedAsTooSlow();
            }
            flush();
            CompletableFuture.delayedExecutor(CLOSE_GRACE_SECONDS, TimeUnit.SECONDS)
                    .execute(session::disconnect);
        }
    }

    /** Keeps a lease until the socket is gone. Returns it at once if the socket is already gone. */
    synchronized void keepLease(Budgets.Lease taken) {
        lease = taken;
        if (gone) {
            taken.close();
        }
    }

    boolean isGone() {
        return gone;
    }

    /** Marks the socket as gone. */
    synchronized void closed() {
        gone = true;
        if (lease != null) {
            lease.close();
        }
    }
}
