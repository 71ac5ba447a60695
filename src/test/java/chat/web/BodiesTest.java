package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.testing.RawHttp;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two threads never handle one request. They would share the buffer of its connection and return it twice, and the
 * responses of other users would be written into it.
 */
class BodiesTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

    private final Server server = new Server();
    private final Exclusive exclusive = new Exclusive();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aTooLargeBodyIsRefusedByOneThread() throws Exception {
        int port = start(Duration.ofHours(1));
        String chunk = Integer.toHexString(Web.MAX_BODY + 1) + "\r\n" + "x".repeat(Web.MAX_BODY + 1) + "\r\n0\r\n\r\n";
        assertEquals(
                413,
                RawHttp.send(port, POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                        .status());
        assertFalse(exclusive.violated, "two threads handled one request");
    }

    @Test
    void aTooLateBodyIsRefusedByOneThread() throws Exception {
        int port = start(Exclusive.WAIT.dividedBy(4));
        assertEquals(
                408, RawHttp.send(port, POST + "Content-Length: 9\r\n\r\nabc").status());
        assertFalse(exclusive.violated, "two threads handled one request");
    }

    @Test
    void aWholeBodyIsPassedOn() throws Exception {
        int port = start(Duration.ofHours(1));
        assertEquals(
                "abcdef",
                RawHttp.send(port, POST + "Content-Length: 6\r\n\r\nabcdef").body());
    }

    private int start(Duration deadline) throws Exception {
        HttpConnectionFactory http = new HttpConnectionFactory();
        http.setInputBufferSize(2 * Web.MAX_BODY);
        ServerConnector connector = new ServerConnector(server, http);
        server.addConnector(connector);
        Bodies bodies = new Bodies(deadline, new Budgets(1));
        bodies.setHandler(new Echo());
        server.setHandler(new Handler.Wrapper(bodies) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                return super.handle(exclusive.with(request), response, callback);
            }
        });
        server.start();
        return connector.getLocalPort();
    }

    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Content.Sink.write(response, true, Content.Source.asString(request), callback);
            return true;
        }
    }

    /** Each access to the request takes a while, so that a concurrent one is noticed. */
    private static final class Exclusive {
        static final Duration WAIT = Duration.ofMillis(400);

        private final AtomicInteger inside = new AtomicInteger();
        private final CountDownLatch concurrent = new CountDownLatch(1);
        volatile boolean violated;

        Request with(Request request) {
            return new Request.Wrapper(request) {
                @Override
                public Content.Chunk read() {
                    stay();
                    return super.read();
                }

                @Override
                public void fail(Throwable failure) {
                    stay();
                    super.fail(failure);
                }

                @Override
                public boolean consumeAvailable() {
                    stay();
                    return super.consumeAvailable();
                }
            };
        }

        private void stay() {
            try {
                if (inside.incrementAndGet() > 1) {
                    violated = true;
                    concurrent.countDown();
                }
                concurrent.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                inside.decrementAndGet();
            }
        }
    }
}
