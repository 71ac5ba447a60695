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

/**
 * One open socket and its outbox. Jetty's own queue takes any amount without a word, so the bytes in it are counted
 * here: a reader that falls behind loses presence and typing first, and then the socket; it comes back and catches up.
 * Nobody else waits for it. What the writer's thread gathers is handed to Jetty as it grows, and one large commit does
 * not make a reader too slow: it may have as much again unread. Any thread may call; nothing here blocks.
 */
public final class Connection {
    /** Beyond this, what is fleeting is dropped. */
    private static final int CROWDED_BYTES = 64 * 1024;
    /** Beyond this, the reader is too slow. */
    private static final int FULL_BYTES = 1024 * 1024;
    /** So much is gathered before it is handed to Jetty. */
    private static final int GATHERED_BYTES = 64 * 1024;

    private static final int MAX_REFUSED_FRAMES = 200;
    /** How long a close may wait behind what is queued, before the line is cut. */
    private static final int CLOSE_GRACE_SECONDS = 3;

    private final Caller caller;
    private final Hub hub;
    private final WebSocketSession session;
    private final Queue<Event> outbox = new ConcurrentLinkedQueue<>();
    /** Counts who asked to flush: the first does it for all, until nobody has asked anew. */
    private final AtomicInteger flushing = new AtomicInteger();

    private final AtomicInteger pendingBytes = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();
    /** Why it is being closed; null while it is not. */
    private final AtomicReference<CloseCode> closing = new AtomicReference<>();

    /** How much of this commit was offered, and how much of that waits to be flushed. The writer's thread's alone. */
    private int committedBytes;

    private int gatheredBytes;
    /** Beyond this, the reader is too slow: more than usual while a large commit is unread. Set by the writer's thread. */
    private volatile int allowedBytes = FULL_BYTES;

    private volatile boolean gone;
    private Budgets.Lease lease;
    /** Touched by who flushes alone. */
    private boolean closeWritten;

    /** Touched by {@link Floods#tick} alone. */
    private long framesSeen;

    /** By how many the refused frames outnumber those that passed. Touched only by the thread that reads this socket. */
    private int refusedFrames;

    private volatile Runnable afterDrain = () -> {};

    @JsonInclude(Include.NON_NULL)
    private record Refusal(String code, String message, String clientId, Integer retryAfter, String field) {}

    /** @param session Jetty's own class: its interface has no way to send several frames in one write */
    Connection(Caller caller, Hub hub, WebSocketSession session) {
        this.caller = caller;
        this.hub = hub;
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

    /** How many frames of any kind came in since the last call. */
    long newFrames() {
        long frames = ((WebSocketCoreSession) session.getCoreSession())
                .getConnection()
                .getMessagesIn();
        long fresh = frames - framesSeen;
        framesSeen = frames;
        return fresh;
    }

    /** Notes whether a frame passed its limit; true once far more were refused than passed. */
    boolean floods(boolean passed) {
        refusedFrames = Math.max(0, refusedFrames + (passed ? -1 : 1));
        return refusedFrames > MAX_REFUSED_FRAMES;
    }

    /** Queues the first event of all, before anybody else can offer one: it goes out with the first {@link #flush}. */
    void greet(Event greeting) {
        pendingBytes.addAndGet(greeting.size());
        outbox.add(greeting);
    }

    /** Sends an event when the socket is ready for it, or drops it, or closes a socket that is too slow. */
    public void offer(Event event) {
        if (isClosing()) {
            return;
        }
        boolean gathers = hub.gathers(this);
        if (gathers) {
            gather(event.size());
        }
        int pending = pendingBytes.addAndGet(event.size());
        if (!event.essential() && pending > CROWDED_BYTES) {
            pendingBytes.addAndGet(-event.size());
            dropped.set(true);
            hub.countDropped();
            return;
        }
        if (pending > allowedBytes) {
            close(CloseCode.TOO_SLOW);
            return;
        }
        outbox.add(event);
        if (!gathers) {
            flush();
        }
    }

    /** Makes room for what the writer's thread is about to offer. */
    private void gather(int size) {
        if (gatheredBytes + size > GATHERED_BYTES) {
            flush();
            gatheredBytes = 0;
        }
        if (committedBytes == 0 && pendingBytes.get() <= FULL_BYTES) {
            allowedBytes = FULL_BYTES;
        }
        gatheredBytes += size;
        committedBytes += size;
        allowedBytes = Math.max(allowedBytes, 2 * committedBytes);
    }

    /** At the end of a commit: what was gathered goes out. */
    void flushGathered() {
        gatheredBytes = 0;
        committedBytes = 0;
        flush();
    }

    private void flushInTime() {
        if (!hub.gathers(this)) {
            flush();
        }
    }

    /** Hands what waits to Jetty, in order and the close last: all but the last to be kept until the last is written. */
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
        Callback callback = Callback.from(() -> sent(event), failure -> session.disconnect());
        session.getCoreSession().sendFrame(frame, callback, moreFollows);
    }

    private void writeClose() {
        CloseCode code = closing.get();
        if (code != null && !closeWritten) {
            closeWritten = true;
            session.getCoreSession().close(code.number, code.reason, Callback.NOOP);
        }
    }

    private void sent(Event event) {
        if (pendingBytes.addAndGet(-event.size()) == 0 && dropped.compareAndSet(true, false)) {
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
        session.getCoreSession().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }

    /** Closes once; the close waits behind what is queued, but not for ever. */
    void close(CloseCode code) {
        if (closing.compareAndSet(null, code)) {
            if (code == CloseCode.TOO_SLOW) {
                hub.countTooSlow();
            }
            flushInTime();
            CompletableFuture.delayedExecutor(CLOSE_GRACE_SECONDS, TimeUnit.SECONDS)
                    .execute(session::disconnect);
        }
    }

    /** What is given back once the socket is gone, also when it is gone already. */
    synchronized void holds(Budgets.Lease taken) {
        lease = taken;
        if (gone) {
            taken.close();
        }
    }

    boolean isGone() {
        return gone;
    }

    /** The socket is gone. */
    synchronized void closed() {
        gone = true;
        if (lease != null) {
            lease.close();
        }
    }
}
