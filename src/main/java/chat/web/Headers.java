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

/** Adds the headers that every answer carries, including those that Jetty sends before any route runs. */
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
            "frame-ancestors 'none'",
            // No script makes markup or code from a string, lit-html apart, which makes markup of our templates only.
            "require-trusted-types-for 'script'",
            "trusted-types lit-html chat");

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            // With no-referrer our own forms would send "Origin: null" and be refused.
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Cache-Control", "no-store");

    /**
     * The headers that matter for a file, even when it is opened directly. The others protect scripts or older
     * browsers, and the policy lets a file run nothing.
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

    /** Replaces the headers of a page by those of a file. */
    static void forFile(HttpFields.Mutable headers) {
        ALWAYS.keySet().forEach(headers::remove);
        FOR_FILES.forEach(headers::put);
    }

    /** Handles an error that none of our handlers saw, such as a path or a header that is not valid HTTP. */
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
