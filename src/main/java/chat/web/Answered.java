package chat.web;

/**
 * A request that has been answered, as logs and metrics want it.
 *
 * @param id what the answer carries as {@code X-Request-Id}
 * @param route the address as the routes have it, without what stands in it: an id tells who talks to whom, and a link
 *     may hold a secret; null where there is no such route
 * @param path the route; without one, how the address begins
 * @param userId who asked, or null
 * @param client the client's address
 */
public record Answered(
        String id, String method, String route, String path, int status, long nanos, Long userId, String client) {}
