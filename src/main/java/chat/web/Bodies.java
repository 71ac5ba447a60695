package chat.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads each body before any route runs, so that a slow one holds no thread. Refuses bodies that are too large, too
 * late or compressed.
 *
 * <p>Jetty's own <a href="https://github.com/jetty/jetty.project/pull/12077">{@code EagerContentHandler}</a> keeps the
 * network's buffers, 8 KB for a byte that arrives alone, and has no deadline. Jetty's {@code asByteArrayAsync} reads
 * from the request once more after it has reported a failure. The refusal, on another thread, then shares the
 * connection's buffer with it. No report found as of 2026-11. This class can go when {@code EagerContentHandler} copies
 * what it keeps and takes a deadline and a limit on memory.
 */
final class Bodies extends Handler.Wrapper {
    /**
     * A body that is too large is still read up to this size. A client that is still sending when the connection closes
     * never sees the answer.
     */
    private static final int DRAIN_LIMIT = 1024 * 1024;

    private final Duration deadline;
    private final Budgets budgets;
    private final AtomicLong readings = new AtomicLong();
    /** The bodies that wait for more bytes, oldest first. */
    private final ConcurrentNavigableMap<Long, Reading> unfinished = new ConcurrentSkipListMap<>();

    Bodies(Duration deadline, Budgets budgets) {
        this.deadline = deadline;
        this.budgets = budgets;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        if (isMisreadByJavalin(headers)) {
            refuse(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        boolean expectsContinue = headers.contains(HttpHeader.EXPECT);
        if (request.getLength() > (expectsContinue ? Web.MAX_BODY : DRAIN_LIMIT)) {
            refuse(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
            return true;
        }
        if (request.getLength() <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            return super.handle(request, response, callback);
        }
        // A few compressed bytes can expand to gigabytes. Our own clients never compress a body.
        if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
            refuse(request, response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
            return true;
        }
        new Reading(request, response, callback).begin();
        return true;
    }

    /**
     * Javalin (7.2.3) lets {@code X-HTTP-Method-Override} change the method, so the log and a proxy would see another
     * one than the route. It also fails at some content types. No report found as of 2026-11 for either; the check can
     * go when Javalin ignores both.
     */
    private static boolean isMisreadByJavalin(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        return headers.contains("X-HTTP-Method-Override") || (type != null && hasCharsetWithoutValue(type));
    }

    /**
     * At {@code ;charset;} Javalin fails as soon as any parameter of the request is read. A quoted charset was <a
     * href="https://github.com/javalin/javalin/issues/2448">a similar bug</a>, fixed in Javalin 7.
     */
    private static boolean hasCharsetWithoutValue(String contentType) {
        for (String parameter : contentType.toLowerCase(Locale.ROOT).split(";", -1)) {
            if (parameter.contains("charset") && !parameter.contains("=")) {
                return true;
            }
        }
        return false;
    }

    /** The rest of the body is not read. */
    private static void refuse(Request request, Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        Response.writeError(request, response, callback, status);
    }

    /**
     * One body, until it is complete or the deadline passes. Whichever comes first decides. The lock lets only one
     * thread at a time use the request: its buffer would otherwise be shared by the network, the timer and the answer.
     */
    private final class Reading implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Budgets.Lease lease;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final long number = readings.incrementAndGet();
        private Scheduler.Task timer;
        private long length;
        private boolean decided;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            String network = ClientAddress.parse(Request.getRemoteAddr(request)).network();
            lease = budgets.take(Budget.BODY_BYTES, network, null, 0);
            this.callback = Callback.from(callback, lease::close);
        }

        synchronized void begin() {
            timer = request.getComponents()
                    .getScheduler()
                    .schedule(this::timeOut, deadline.toMillis(), TimeUnit.MILLISECONDS);
            run();
        }

        @Override
        public synchronized void run() {
            while (!decided) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    unfinished.put(number, this);
                    request.demand(this);
                    return;
                }
                take(chunk);
            }
        }

        private void take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                decide(HttpStatus.BAD_REQUEST_400);
                return;
            }
            length += chunk.remaining();
            int refusal = length <= Web.MAX_BODY ? keep(bytes(chunk)) : 0;
            chunk.release();
            if (refusal != 0) {
                decide(refusal);
            } else if (length > DRAIN_LIMIT || (chunk.isLast() && length > Web.MAX_BODY)) {
                decide(HttpStatus.PAYLOAD_TOO_LARGE_413);
            } else if (chunk.isLast()) {
                decide(this::forward);
            }
        }

        /** Returns the status to refuse the body with, or 0. */
        private int keep(byte[] bytes) {
            while (true) {
                try {
                    lease.grow(2L * bytes.length); // the array that collects the bytes may be twice as long
                    body.writeBytes(bytes);
                    return 0;
                } catch (ApiError refusal) {
                    if (refusal.status() != HttpStatus.SERVICE_UNAVAILABLE_503 || !makeRoom()) {
                        return refusal.status();
                    }
                }
            }
        }

        /**
         * Drops the body that has been incomplete for longest. An honest body is complete within moments. Attackers at
         * many addresses who use up the whole budget therefore only drop each other.
         */
        private boolean makeRoom() {
            Map.Entry<Long, Reading> first = unfinished.pollFirstEntry();
            if (first == null) {
                return false;
            }
            Reading oldest = first.getValue();
            oldest.lease.close();
            request.getContext()
                    .execute(oldest::giveUp); // not on this thread: each of the two readings may hold its own lock
            return true;
        }

        private synchronized void giveUp() {
            if (!decided) {
                decide(HttpStatus.SERVICE_UNAVAILABLE_503);
            }
        }

        private synchronized void timeOut() {
            if (!decided) {
                boolean tooLarge = Math.max(length, request.getLength()) > Web.MAX_BODY;
                decide(tooLarge ? HttpStatus.PAYLOAD_TOO_LARGE_413 : HttpStatus.REQUEST_TIMEOUT_408);
            }
        }

        private void decide(int refusal) {
            decide(() -> refuse(request, response, callback, refusal));
        }

        /** Routes may block. The thread that reports network events or the deadline may not. */
        private void decide(Runnable work) {
            decided = true;
            unfinished.remove(number);
            timer.cancel();
            request.getContext().execute(work);
        }

        private void forward() {
            Request buffered = new BufferedRequest(request, body.toByteArray());
            try {
                if (!Bodies.super.handle(buffered, response, callback)) {
                    Response.writeError(buffered, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable failure) {
                Response.writeError(buffered, response, callback, failure);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private static byte[] bytes(Content.Chunk chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(bytes);
        return bytes;
    }

    /** A request whose body is complete. */
    private static final class BufferedRequest extends Request.Wrapper {
        private final Content.Source body;

        BufferedRequest(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
