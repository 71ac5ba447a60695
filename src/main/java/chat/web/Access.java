package chat.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.util.Optional;

/** Who may call a route. Every route names one; a route that names none is open to nobody. */
public enum Access implements RouteRole {
    ANYONE,
    /** A page for signed-in users. Everyone else is redirected to the login page. */
    PAGE,
    /** A call for signed-in users. Everyone else gets 401. */
    API,
    /** For the administrator only. Everyone else gets 404. */
    ADMIN;

    /** Whether only signed-in users may call this route. */
    static boolean isForCallers(Context ctx) {
        return ctx.routeRoles().stream().anyMatch(role -> role == PAGE || role == API || role == ADMIN);
    }

    /** HEAD comes from uptime checks and link previews, not from a person who looks at the page. */
    private static boolean isPage(Context ctx) {
        boolean isHead = ctx.method().equals(HandlerType.HEAD);
        return !isHead && (ctx.routeRoles().contains(PAGE) || ctx.routeRoles().contains(ADMIN));
    }

    /**
     * Authenticates the caller, and lets the request through if the route allows it. Runs before each matched route.
     */
    static void check(Context ctx, Callers callers) {
        boolean anyone = ctx.routeRoles().contains(ANYONE);
        Optional<Caller> caller = callers.bySession().apply(ctx);
        caller.ifPresent(found -> found.attachTo(ctx));
        if (ctx.routeRoles().contains(ADMIN)
                && caller.filter(callers.isAdministrator()).isEmpty()) {
            throw Errors.of(404);
        }
        if (isPage(ctx)) {
            caller.ifPresent(found -> callers.onPage().accept(found.id()));
        }
        if (anyone || (caller.isPresent() && !ctx.routeRoles().isEmpty())) {
            return;
        }
        if (ctx.routeRoles().contains(PAGE)) {
            ctx.redirect("/login", HttpStatus.SEE_OTHER);
            ctx.skipRemainingHandlers();
            return;
        }
        throw ApiError.unauthorized();
    }
}
