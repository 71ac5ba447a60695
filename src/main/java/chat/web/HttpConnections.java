package chat.web;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Creates connections that only one thread at a time reads.
 *
 * <p>Jetty (12.1.12) answers malformed HTTP on another thread. When that answer ends, it reads again while the first
 * thread is still reading. Both then release the connection's buffer. By the second release the buffer may belong to
 * another connection and hold its answer. No report found as of 2026-11; the nearest is <a
 * href="https://github.com/jetty/jetty.project/issues/12939">jetty#12939</a>. The lock can go when Jetty reads on one
 * thread only.
 */
final class HttpConnections extends HttpConnectionFactory {
    HttpConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new SingleReaderConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    /**
     * The {@code Accept} header of a request, even of one that was refused while its headers were read. In that case
     * Jetty gives the error handler none of the headers. A similar case is <a
     * href="https://github.com/jetty/jetty.project/issues/11524">jetty#11524</a>. This can go when the error handler
     * sees what was read.
     */
    static String accept(Request request) {
        String accept = request.getHeaders().get(HttpHeader.ACCEPT);
        return accept == null
                        && request.getConnectionMetaData().getConnection() instanceof SingleReaderConnection connection
                ? connection.accept
                : accept;
    }

    private static final class SingleReaderConnection extends HttpConnection {
        private final Lock reading = new ReentrantLock();
        /**
         * The {@code Accept} header of the request that is being read. The field has no initializer, because the super
         * constructor already creates the handler that sets it.
         */
        private volatile String accept;

        SingleReaderConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                @Override
                public void startRequest(String method, String uri, HttpVersion version) {
                    accept = null;
                    super.startRequest(method, uri, version);
                }

                @Override
                public void parsedHeader(HttpField field) {
                    if (field.getHeader() == HttpHeader.ACCEPT) {
                        accept = field.getValue();
                    }
                    super.parsedHeader(field);
                }
            };
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
