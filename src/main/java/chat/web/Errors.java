package chat.web;

import chat.db.NoReaderException;
import chat.db.QueueFullException;
import chat.db.StorageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinWsServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every failure into the answer that the contract describes: JSON for programs, a page for people. Never shows
 * what went wrong inside.
 */
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    /** Where an error page leads on, and the text of that link. */
    private record Exit(String path, String text) {
        static final Exit CHAT = new Exit("/chat", "Back to your messages");
        static final Exit LOGIN = new Exit("/login", "Log in");
        /** Fits everybody. */
        static final Exit HOME = new Exit("/", "Go to the chat");
    }

    private final Pages pages;
    private final Function<Context, Optional<Caller>> bySession;

    /** @param bySession finds the caller by the request's cookie */
    public Errors(Pages pages, Function<Context, Optional<Caller>> bySession) {
        this.pages = pages;
        this.bySession = bySession;
    }

    void register(RoutesConfig routes) {
        routes.exception(ApiError.class, (error, ctx) -> answer(ctx, error));
        routes.exception(HttpResponseException.class, (error, ctx) -> answer(ctx, of(error.getStatus())));
        routes.exception(Exception.class, (error, ctx) -> answer(ctx, of(error, ctx)));
    }

    /**
     * Returns the answer for any failure of a request. Logs the failure, with the request's id, unless it is a refusal.
     */
    public static ApiError of(Throwable failure, Context ctx) {
        return of(failure, Requests.id(ctx));
    }

    /** The same for an event on a socket. */
    public static ApiError of(Throwable failure) {
        return of(failure, "-");
    }

    private static ApiError of(Throwable failure, String requestId) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause(), requestId);
        }
        if (failure instanceof ApiError refusal) {
            return refusal;
        }
        if (failure instanceof QueueFullException || failure instanceof NoReaderException) {
            return ApiError.busy("The server is busy. Try again in a moment.", 1);
        }
        if (failure instanceof StorageException) {
            return ApiError.busy("The server cannot store anything right now.", 5);
        }
        // Jetty checks some things only when they are read, such as a cookie with a tab in it.
        if (failure instanceof HttpException refusal) {
            return of(refusal.getCode());
        }
        if (isClientDisconnect(failure)) {
            LOG.debug("A client left before its answer was written");
            return of(400);
        }
        LOG.atError().addKeyValue("request", requestId).setCause(failure).log("A request failed");
        return of(500);
    }

    private static boolean isClientDisconnect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException) {
                return true;
            }
        }
        return false;
    }

    static ApiError of(int status) {
        return switch (status) {
            case 400 -> ApiError.badRequest("That request is not well-formed.");
            case 401 -> ApiError.unauthorized();
            case 403 -> ApiError.forbidden("That is not allowed.");
            case 404 -> ApiError.notFound("There is nothing here.");
            case 405 -> ApiError.methodNotAllowed();
            case 408 -> ApiError.of(408, "timeout", "The request took too long to arrive.");
            case 413 -> ApiError.tooLarge();
            case 414 -> ApiError.of(414, "too_large", "The address is too long.");
            case 415 -> ApiError.unsupportedMediaType("That type of content is not accepted here.");
            case 429 -> ApiError.rateLimited(2);
            case 431 -> ApiError.of(431, "too_large", "The headers are too long.");
            // Jetty's statuses for an unknown method and an unknown HTTP version. The client is at fault, not the
            // server.
            case 501 -> of(405);
            case 505 -> ApiError.badRequest("That kind of request is not known here.");
            case 503 -> ApiError.busy("The server is busy. Try again in a moment.", 1);
            default ->
                status < 500
                        ? ApiError.of(status, "bad_request", "That request cannot be answered.")
                        : ApiError.of(500, "internal", "Something went wrong on our side.");
        };
    }

    private void answer(Context ctx, ApiError error) {
        setRetryAfter(ctx, error);
        if (wantsPage(ctx.header("Accept"))) {
            ctx.status(error.status()).html(page(error, exit(ctx, error)));
        } else {
            ctx.status(error.status()).contentType("application/json").result(json(error));
        }
        if (ctx instanceof JavalinWsServletContext) {
            writeResult(ctx);
        }
    }

    /**
     * When an upgrade is refused, Javalin (7.2.3) sends the status and the headers but not the result. No report found
     * as of 2026-11. This can go when Javalin writes the result itself.
     */
    private static void writeResult(Context ctx) {
        try (InputStream result = ctx.resultInputStream()) {
            result.transferTo(ctx.res().getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void setRetryAfter(Context ctx, ApiError error) {
        if (error.body().retryAfter() != null) {
            ctx.header("Retry-After", String.valueOf(error.body().retryAfter()));
        }
    }

    static String json(ApiError error) {
        return Json.write(Map.of("error", error.body()));
    }

    /** A page for a visitor who is not known. */
    String page(ApiError error) {
        return page(error, Exit.HOME);
    }

    private String page(ApiError error, Exit exit) {
        Map<String, Object> model = new HashMap<>(Map.of("message", error.getMessage(), "exit", exit.path()));
        model.put("exitText", exit.text());
        if (error.title() == null) {
            model.put("status", error.status());
            model.put("title", title(error.status()));
        } else {
            model.put("title", error.title());
        }
        return pages.html("error", model);
    }

    /** A path without a route has no caller yet. If the server is in trouble, it does not look for one. */
    private Exit exit(Context ctx, ApiError error) {
        if (Caller.find(ctx).isPresent()) {
            return Exit.CHAT;
        }
        if (error.body().retryAfter() != null || error.status() >= 500) {
            return Exit.HOME;
        }
        try {
            return bySession.apply(ctx).isPresent() ? Exit.CHAT : Exit.LOGIN;
        } catch (RuntimeException e) {
            // The cookies cannot be read, or the database cannot.
            return Exit.HOME;
        }
    }

    static boolean wantsPage(String accept) {
        return accept != null && accept.contains("text/html");
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 429 -> "Too much at once";
            case 503 -> "Busy";
            default -> status < 500 ? "That did not work" : "Something went wrong";
        };
    }
}
