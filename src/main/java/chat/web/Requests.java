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

/** Gives each request an id, and tells of each once it is answered: those included that no route of ours saw. */
public final class Requests implements RequestLog {
    private static final String HEADER = "X-Request-Id";
    private static final String ID = "chat.request.id";
    private static final String ROUTE = "chat.request.route";

    private final List<Consumer<Answered>> listeners = new ArrayList<>();

    /** Before the server starts. */
    public void onAnswered(Consumer<Answered> listener) {
        listeners.add(listener);
    }

    /** Gives it an id, unless it has one. */
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

    /** The id of the request that this answers, for what is logged of it. */
    static String id(Context ctx) {
        return ctx.attribute(ID);
    }

    /** Notes which route it is for. Runs before each that matches. */
    static void matched(Context ctx) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        if (route != null) {
            ctx.attribute(ROUTE, route.path);
        }
    }

    /** The same for a static file that is there: all of a folder count as one. */
    static void matchedFile(Request request, String path) {
        request.setAttribute(ROUTE, path.substring(0, path.indexOf('/', 1)) + "/{file}");
    }

    /** The same for a socket. */
    static void matchedSocket(Context ctx) {
        ctx.attribute(ROUTE, ctx.path());
    }

    /** Ends the connection: a long answer that broke off must not look complete. */
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
        Answered answered = new Answered(
                id(request),
                request.getMethod(),
                route,
                route == null ? beginning(path) : route,
                response.getStatus(),
                System.nanoTime() - request.getHeadersNanoTime(),
                request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller ? caller.id() : null,
                address(Request.getRemoteAddr(request)));
        listeners.forEach(listener -> listener.accept(answered));
    }

    /** As people write it, and as limits count it: Jetty writes IPv6 in full, in brackets. */
    private static String address(String remote) {
        ClientAddress address = remote == null ? null : ClientAddress.parse(remote);
        return address == null ? remote : address.toString();
    }

    /** As far as its second slash: what comes after may be a secret, sent with the wrong method. */
    private static String beginning(String path) {
        if (path == null) {
            return "-";
        }
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path : path.substring(0, slash) + "/...";
    }
}
