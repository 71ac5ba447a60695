package chat.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads each body before any route is asked, so that a slow one holds no thread, and refuses what is too large, too
 * late, or packed. Jetty's own {@code EagerContentHandler} keeps the network's buffers, 8 KB for a byte that came
 * alone, and knows no deadline.
 */
final class Bodies extends Handler.Wrapper {
    private final Duration deadline;

    Bodies(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        if (request.getLength() > Web.MAX_BODY) {
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

    /** The rest of it is not read. */
    private static void refuse(Request request, Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        Response.writeError(request, response, callback, status);
    }

    /** One body, until it is whole or it is too late: whichever comes first decides. */
    private final class Reading implements Promise.Invocable<byte[]> {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean decided = new AtomicBoolean();
        private Scheduler.Task alarm;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void begin() {
            alarm = request.getComponents()
                    .getScheduler()
                    .schedule(this::late, deadline.toMillis(), TimeUnit.MILLISECONDS);
            Content.Source.asByteArrayAsync(request, Web.MAX_BODY, this);
        }

        private void late() {
            if (decided.compareAndSet(false, true)) {
                request.getContext().execute(() -> refuse(request, response, callback, HttpStatus.REQUEST_TIMEOUT_408));
            }
        }

        @Override
        public void succeeded(byte[] body) {
            if (decided.compareAndSet(false, true)) {
                answer(() -> pass(body));
            }
        }

        @Override
        public void failed(Throwable failure) {
            if (decided.compareAndSet(false, true)) {
                boolean tooLarge = failure instanceof IllegalStateException;
                int status = tooLarge ? HttpStatus.PAYLOAD_TOO_LARGE_413 : HttpStatus.BAD_REQUEST_400;
                answer(() -> refuse(request, response, callback, status));
            }
        }

        /** Routes may block, but a thread that brings the network's news may not. */
        private void answer(Runnable work) {
            alarm.cancel();
            request.getContext().execute(work);
        }

        private void pass(byte[] body) {
            Request whole = new Whole(request, body);
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
