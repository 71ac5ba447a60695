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

    /**
     * What the client of a request accepts, also of one that was refused while its headers were read: Jetty gives the
     * handler of errors none of them.
     */
    static String accept(Request request) {
        String accept = request.getHeaders().get(HttpHeader.ACCEPT);
        return accept == null && request.getConnectionMetaData().getConnection() instanceof OneReader connection
                ? connection.accept
                : accept;
    }

    private static final class OneReader extends HttpConnection {
        private final Lock reading = new ReentrantLock();
        /** Of the request that is being read. Without an initializer: the constructor above makes what sets it. */
        private volatile String accept;

        OneReader(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
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
