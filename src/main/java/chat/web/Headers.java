package chat.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The headers that every answer carries, those included that Jetty gives by itself before any route is asked. */
final class Headers extends ErrorHandler implements HttpConfiguration.Customizer {
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            // Under no-referrer a form of ours would carry "Origin: null", and be refused.
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Cache-Control", "no-store");

    /**
     * What means something for a file, also opened by its address. The others guard what runs, or older browsers, and
     * a file runs nothing under its policy: the chat loads eighty, and their headers weigh too.
     */
    private static final Map<String, String> FOR_FILES = Map.of(
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final Forwarding forwarding;
    private final Errors errors;

    Headers(Forwarding forwarding, Errors errors) {
        this.forwarding = forwarding;
        this.errors = errors;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        Requests.begin(request, headers);
        add(request, headers);
        return request;
    }

    private void add(Request request, HttpFields.Mutable headers) {
        ALWAYS.forEach(headers::put);
        if (forwarding.isSecure(request)) {
            headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        }
    }

    /** Puts a file's headers in the place of a page's. */
    static void forFile(HttpFields.Mutable headers) {
        ALWAYS.keySet().forEach(headers::remove);
        FOR_FILES.forEach(headers::put);
    }

    /** An error that no handler of ours saw: an address or a header that is not HTTP. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ApiError error = Errors.of(response.getStatus());
        response.setStatus(error.status());
        Requests.begin(request, response.getHeaders());
        add(request, response.getHeaders());
        if (error.body().retryAfter() != null) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, error.body().retryAfter());
        }
        boolean page = Errors.wantsPage(HttpConnections.accept(request));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page ? "text/html;charset=utf-8" : "application/json");
        Content.Sink.write(response, true, page ? errors.page(error) : Errors.json(error), callback);
        return true;
    }
}
