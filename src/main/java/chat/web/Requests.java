package chat.web;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Gives each request an id, and reports each one once it is answered, including those that never reached a route. */
public final class Requests implements RequestLog {
    private static final String HEADER = "X-Request-Id";
    private static final String ID = "chat.request.id";
    private static final String ROUTE = "chat.request.route";

    private final List<Consumer<AnsweredRequest>> listeners = new ArrayList<>();

    /** Adds a listener. Call before the server starts. */
    public void onAnswered(Consumer<AnsweredRequest> listener) {
        listeners.add(listener);
    }

    /** Gives the request an id, unless it has one. */
    static void begin(Request request, HttpFields.Mutable responseHeaders) {
        if (request.getAttribute(ID) == null) {
            request.setAttribute(
                    ID, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        }
        responseHeaders.put(HEADER, id(request));
    }

    private static String id(Request request) {
        return request.getAttribute(ID) instanceof String id ? id : "-";
    }

    /** The request's id, for log entries. */
    static String id(Context ctx) {
        return ctx.attribute(ID);
    }

    /** Remembers the matched route. Runs before each route. */
    static void matched(Context ctx) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        if (route != null) {
            ctx.attribute(ROUTE, route.path);
        }
    }

    /** The same for a static file. All files count as one route. */
    static void matchedFile(Request request) {
        request.setAttribute(ROUTE, Web.FILES + "{file}");
    }

    /** The same for a socket. */
    static void matchedSocket(Context ctx) {
        ctx.attribute(ROUTE, ctx.path());
    }

    /** Closes the connection, because an interrupted answer must not look complete. */
    public static void cut(Context ctx) {
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    @Override
    public void log(Request request, Response response) {
        if (listeners.isEmpty()) {
            return;
        }
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        String route = request.getAttribute(ROUTE) instanceof String matched ? matched : null;
        AnsweredRequest answered = new AnsweredRequest(
                id(request),
                request.getMethod(),
                route,
                route == null ? prefix(path) : route,
                response.getStatus(),
                System.nanoTime() - request.getHeadersNanoTime(),
                request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller ? caller.id() : null,
                address(Request.getRemoteAddr(request)));
        listeners.forEach(listener -> listener.accept(answered));
    }

    /** Formats an address as people write it and as limits count it. Jetty writes IPv6 in full and in brackets. */
    private static String address(String remote) {
        ClientAddress address = remote == null ? null : ClientAddress.parse(remote);
        return address == null ? remote : address.toString();
    }

    /** The path up to its second slash. The rest may be a secret, sent with the wrong method. */
    private static String prefix(String path) {
        if (path == null) {
            return "-";
        }
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path : path.substring(0, slash) + "/...";
    }
}
