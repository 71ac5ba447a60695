package chat.web;

/**
 * A request that has been answered, for logs and metrics.
 *
 * @param id the {@code X-Request-Id} of the answer
 * @param route the pattern of the route, such as {@code /users/{id}}; null if no route matched. It holds no parameter
 *     values, because an id shows who talks to whom, and a link may hold a secret
 * @param path the route's pattern; without a route, the beginning of the path
 * @param userId the caller, or null
 * @param client the client's address
 */
public record AnsweredRequest(
        String id, String method, String route, String path, int status, long nanos, Long userId, String client) {}
