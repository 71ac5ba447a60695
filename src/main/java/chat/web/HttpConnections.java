package chat.web;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Makes connections that one thread at a time reads. Jetty (12.1.12) refuses what is no HTTP on another thread, whose
 * end begins to read anew while the first is still at it: both then release the connection's buffer, which by the
 * second time may be another connection's, and hold its answer.
 */
final class HttpConnections extends HttpConnectionFactory {
    HttpConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new OneReader(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class OneReader extends HttpConnection {
        private final Lock reading = new ReentrantLock();

        OneReader(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        public void onFillable() {
            reading.lock();
            try {
                super.onFillable();
            } finally {
                reading.unlock();
            }
        }
    }
}
