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
 * Never are two threads at one request: they would share its connection's buffer, give it back twice, and other people's
 * answers would be written into it.
 */
class BodiesTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

    private final Server server = new Server();
    private final Alone alone = new Alone();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void whoRefusesABodyThatIsTooLargeIsAloneWithIt() throws Exception {
        int port = start(Duration.ofHours(1));
        String chunk = Integer.toHexString(Web.MAX_BODY + 1) + "\r\n" + "x".repeat(Web.MAX_BODY + 1) + "\r\n0\r\n\r\n";
        assertEquals(
                413,
                RawHttp.send(port, POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                        .status());
        assertFalse(alone.disturbed, "two threads at once");
    }

    @Test
    void whoRefusesABodyThatIsTooLateIsAloneWithIt() throws Exception {
        int port = start(Alone.WAIT.dividedBy(4));
        assertEquals(
                408, RawHttp.send(port, POST + "Content-Length: 9\r\n\r\nabc").status());
        assertFalse(alone.disturbed, "two threads at once");
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
                return super.handle(alone.with(request), response, callback);
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

    /** Everybody who touches the request stays a while, so that another who may would be met. */
    private static final class Alone {
        static final Duration WAIT = Duration.ofMillis(400);

        private final AtomicInteger inside = new AtomicInteger();
        private final CountDownLatch met = new CountDownLatch(1);
        volatile boolean disturbed;

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
                    disturbed = true;
                    met.countDown();
                }
                met.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                inside.decrementAndGet();
            }
        }
    }
}
