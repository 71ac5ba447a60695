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
 * Reads each body before any route is asked, so that a slow one holds no thread, and refuses what is too large, too
 * late, or packed. Jetty's own {@code EagerContentHandler} keeps the network's buffers, 8 KB for a byte that came
 * alone, and knows no deadline. Its {@code asByteArrayAsync} touches the request once more after it has told of a
 * failure: the refusal, on another thread, then shares the connection's buffer with it.
 */
final class Bodies extends Handler.Wrapper {
    /** So much of what is too large is read all the same: who still sends when the line is closed hears no answer. */
    private static final int READ_TO_BE_HEARD = 1024 * 1024;

    private final Duration deadline;
    private final Budgets budgets;
    private final AtomicLong readings = new AtomicLong();
    /** Those that wait for more of their body, the oldest first. */
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
        boolean asksBeforeItSends = headers.contains(HttpHeader.EXPECT);
        if (request.getLength() > (asksBeforeItSends ? Web.MAX_BODY : READ_TO_BE_HEARD)) {
            refuse(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
            return true;
        }
        if (request.getLength() <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            return super.handle(request, response, callback);
        }
        // A few bytes can be packed so that they become gigabytes; nothing of ours packs what it sends.
        if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
            refuse(request, response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
            return true;
        }
        new Reading(request, response, callback).begin();
        return true;
    }

    /** Another method than the log and a proxy see, or a type that Javalin fails at. */
    private static boolean isMisreadByJavalin(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        return headers.contains("X-HTTP-Method-Override") || (type != null && hasCharsetOfNothing(type));
    }

    /** At {@code ;charset;} Javalin fails when it is asked for anything of the address. */
    private static boolean hasCharsetOfNothing(String contentType) {
        for (String parameter : contentType.toLowerCase(Locale.ROOT).split(";", -1)) {
            if (parameter.contains("charset") && !parameter.contains("=")) {
                return true;
            }
        }
        return false;
    }

    /** The rest of it is not read. */
    private static void refuse(Request request, Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        Response.writeError(request, response, callback, status);
    }

    /**
     * One body, until it is whole or it is too late: whichever comes first decides. The lock lets one thread at a time
     * at the request, whose buffer the network, the alarm and the answer would otherwise share.
     */
    private final class Reading implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Budgets.Lease lease;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final long number = readings.incrementAndGet();
        private Scheduler.Task alarm;
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
            alarm = request.getComponents()
                    .getScheduler()
                    .schedule(this::late, deadline.toMillis(), TimeUnit.MILLISECONDS);
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
            } else if (length > READ_TO_BE_HEARD || (chunk.isLast() && length > Web.MAX_BODY)) {
                decide(HttpStatus.PAYLOAD_TOO_LARGE_413);
            } else if (chunk.isLast()) {
                decide(this::pass);
            }
        }

        /** Gives the status to refuse the body with, or 0. */
        private int keep(byte[] bytes) {
            while (true) {
                try {
                    lease.grow(2L * bytes.length); // the array that it is gathered in may be twice as long
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
         * Gives up the body that has been unfinished for longest. An honest one is here within a moment, so that strangers
         * at many addresses, who hold all there is, only keep out each other.
         */
        private boolean makeRoom() {
            Map.Entry<Long, Reading> first = unfinished.pollFirstEntry();
            if (first == null) {
                return false;
            }
            Reading oldest = first.getValue();
            oldest.lease.close();
            request.getContext().execute(oldest::giveUp); // not here: each of the two may hold its lock
            return true;
        }

        private synchronized void giveUp() {
            if (!decided) {
                decide(HttpStatus.SERVICE_UNAVAILABLE_503);
            }
        }

        private synchronized void late() {
            if (!decided) {
                boolean tooLarge = Math.max(length, request.getLength()) > Web.MAX_BODY;
                decide(tooLarge ? HttpStatus.PAYLOAD_TOO_LARGE_413 : HttpStatus.REQUEST_TIMEOUT_408);
            }
        }

        private void decide(int refusal) {
            decide(() -> refuse(request, response, callback, refusal));
        }

        /** Routes may block, but a thread that brings the network's news, or the time, may not. */
        private void decide(Runnable work) {
            decided = true;
            unfinished.remove(number);
            alarm.cancel();
            request.getContext().execute(work);
        }

        private void pass() {
            Request whole = new Whole(request, body.toByteArray());
            try {
                if (!Bodies.super.handle(whole, response, callback)) {
                    Response.writeError(whole, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable failure) {
                Response.writeError(whole, response, callback, failure);
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

    /** A request whose body is here. */
    private static final class Whole extends Request.Wrapper {
        private final Content.Source body;

        Whole(Request request, byte[] body) {
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
