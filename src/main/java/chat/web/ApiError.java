package chat.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/** A refusal with a sentence for the user. It is sent as an HTTP answer or as an {@code error} event on a socket. */
public final class ApiError extends RuntimeException {
    private final int status;
    private final transient Body body;
    private final String title;

    /**
     * {@code field} names the field at fault. {@code retry_after} is in seconds, and set where trying again may help.
     */
    @JsonInclude(Include.NON_NULL)
    public record Body(String code, String message, String field, Integer retryAfter) {}

    private ApiError(int status, String code, String message, String field, Integer retryAfter) {
        this(status, new Body(code, message, field, retryAfter), null);
    }

    private ApiError(int status, Body body, String title) {
        super(body.message(), null, false, false); // no stack trace: a refusal is not a bug, and a trace is expensive
        this.status = status;
        this.body = body;
        this.title = title;
    }

    /** The same with a title for the page, in place of the one that all errors of the status have. */
    public ApiError withTitle(String own) {
        return new ApiError(status, body, own);
    }

    public static ApiError badRequest(String field, String message) {
        return new ApiError(400, "bad_request", message, field, null);
    }

    public static ApiError badRequest(String message) {
        return badRequest(null, message);
    }

    public static ApiError unauthorized() {
        return new ApiError(401, "unauthorized", "Please log in.", null, null);
    }

    public static ApiError forbidden(String message) {
        return new ApiError(403, "forbidden", message, null, null);
    }

    public static ApiError forbidden(String field, String message) {
        return new ApiError(403, "forbidden", message, field, null);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, "not_found", message, null, null);
    }

    public static ApiError notFound(String field, String message) {
        return new ApiError(404, "not_found", message, field, null);
    }

    public static ApiError methodNotAllowed() {
        return new ApiError(405, "method_not_allowed", "That method is not allowed at this address.", null, null);
    }

    public static ApiError conflict(String field, String message) {
        return new ApiError(409, "conflict", message, field, null);
    }

    /** A number that may not be exceeded, such as the members of a group. */
    public static ApiError limit(String field, String message) {
        return new ApiError(409, "limit", message, field, null);
    }

    public static ApiError tooLarge() {
        return new ApiError(413, "too_large", "That is too large.", null, null);
    }

    public static ApiError quota() {
        return new ApiError(413, "quota", "You have used up your space on this server.", null, null);
    }

    public static ApiError unsupportedMediaType(String message) {
        return new ApiError(415, "unsupported_media_type", message, null, null);
    }

    public static ApiError upgradeRequired(String message) {
        return new ApiError(426, "upgrade_required", message, null, null);
    }

    /** The client may try again after that many seconds. */
    public static ApiError busy(String message, int retryAfter) {
        return new ApiError(503, "busy", message, null, retryAfter);
    }

    /** The client sent too much. It may try again after that many seconds. */
    public static ApiError rateLimited(int retryAfter) {
        String seconds = retryAfter == 1 ? "a second." : retryAfter + " seconds.";
        return new ApiError(429, "rate_limited", "That is too much at once. Try again in " + seconds, null, retryAfter);
    }

    static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, null, null);
    }

    public int status() {
        return status;
    }

    /** Null for the title of the status. */
    String title() {
        return title;
    }

    public Body body() {
        return body;
    }
}
