package chat.web;

import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.util.Optional;

/** The signed-in user of a request or a socket, and the key of their session (the hash of its token, in hex). */
public record Caller(long id, String username, String sessionKey) {
    static final String ATTRIBUTE = "caller";

    /** The caller of a route that only signed-in users reach. */
    public static Caller of(Context ctx) {
        return find(ctx).orElseThrow(ApiError::unauthorized);
    }

    /** The caller of a route that is open to anyone. */
    public static Optional<Caller> find(Context ctx) {
        return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
    }

    /** The caller whose upgrade opened this socket. */
    public static Caller of(WsContext ctx) {
        return ctx.attribute(ATTRIBUTE);
    }

    public void attachTo(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
