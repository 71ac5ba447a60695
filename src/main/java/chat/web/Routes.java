package chat.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Features add their HTTP routes here. Each route names who may call it, and may name a rate limit. */
public final class Routes {
    private final RoutesConfig routes;
    private final RateLimits limits;

    public Routes(RoutesConfig routes, RateLimits limits) {
        this.routes = routes;
        this.limits = limits;
    }

    /** HEAD gets the same answer without the body, because uptime checks and link previews use it. */
    public void get(String path, Access who, Handler handler) {
        routes.get(path, handler, who);
        routes.head(path, handler, who);
    }

    public void getWithoutHead(String path, Access who, Handler handler) {
        routes.get(path, handler, who);
        routes.head(
                path,
                ctx -> {
                    throw ApiError.methodNotAllowed();
                },
                who);
    }

    public void post(String path, Access who, Handler handler) {
        routes.post(path, handler, who);
    }

    /** @param limit how often one user may call the route */
    public void post(String path, Access who, Limit limit, Handler handler) {
        routes.post(path, limited(limit, handler), who);
    }

    public void delete(String path, Access who, Handler handler) {
        routes.delete(path, handler, who);
    }

    /** Runs before every request under this path, even if no route matches. */
    public void before(String path, Handler handler) {
        routes.before(path, handler);
    }

    private Handler limited(Limit limit, Handler handler) {
        return ctx -> {
            limits.take(limit, Caller.of(ctx).id());
            handler.handle(ctx);
        };
    }
}
