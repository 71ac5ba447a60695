package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.testing.RawHttp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpConnectionsTest {
    private final Threads threads = new Threads();
    private final Server server = new Server(threads);

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void noOtherThreadReadsBeforeABadRequestIsHandled() throws Exception {
        ServerConnector connector = new ServerConnector(server, new HttpConnections(new HttpConfiguration()));
        server.addConnector(connector);
        server.start();
        String malformed = "GET / HTTP/1.1\r\nX-\u00e4: y\r\nHost: x\r\n\r\n";
        assertEquals(400, RawHttp.send(connector.getLocalPort(), malformed).status());
        assertFalse(threads.readAgain.get(10, TimeUnit.SECONDS), "two threads read at once");
    }

    /** Blocks the thread that found the bad request, so that another thread could read meanwhile. */
    private static final class Threads extends QueuedThreadPool {
        private final CountDownLatch read = new CountDownLatch(1);
        final CompletableFuture<Boolean> readAgain = new CompletableFuture<>();

        @Override
        public boolean tryExecute(Runnable refusal) {
            boolean isRefusal = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getMethodName().equals("badMessage")));
            if (!isRefusal) {
                return super.tryExecute(refusal);
            }
            execute(refusal);
            try {
                readAgain.complete(read.await(500, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        @Override
        public void execute(Runnable job) {
            super.execute(
                    job instanceof HttpConnection
                            ? () -> {
                                job.run();
                                read.countDown();
                            }
                            : job);
        }
    }
}
