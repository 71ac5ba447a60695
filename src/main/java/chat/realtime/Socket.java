package chat.realtime;

import chat.web.ApiError;
import chat.web.Budget;
import chat.web.Budgets;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Json;
import chat.web.Limit;
import chat.web.RateLimit;
import chat.web.RateLimits;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.websocket.WsBinaryMessageContext;
import io.javalin.websocket.WsCloseContext;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsErrorContext;
import io.javalin.websocket.WsMessageContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.websocket.common.WebSocketSession;

/**
 * The socket route. It opens and closes connections, and passes each event to the feature that handles it. Jetty calls
 * it with one frame of a connection at a time. Nothing here blocks, and handlers must not block either.
 */
public final class Socket {
    /** Handles an event from a client. Whatever it throws is sent back as an {@code error} event. */
    @FunctionalInterface
    public interface Handler {
        void handle(Connection connection, Input data);
    }

    private record Route(RateLimit limit, Handler handler) {}

    private record Connected(User user, Instant serverTime, String database) {}

    private record User(long id, String username) {}

    private record Pong(Instant serverTime) {}

    private static final String PROTOCOL = "websocket";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String VERSION = "13";
    private static final String CONNECTION = "connection";
    private static final String NETWORK = "network";
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

    private final Hub hub;
    private final Background background;
    private final Clock clock;
    private final String databaseMark;
    private final RateLimits limits;
    private final RateLimit frames;
    private final Budgets budgets;
    private final Map<String, Route> routes = new HashMap<>();
    private final Route unknown;
    private final Predicate<Caller> isSessionActive;
    private final List<Consumer<Connection>> closeListeners = new ArrayList<>();

    /**
     * @param databaseMark sent to each client, which has to start again if it knows another one
     * @param isSessionActive whether the caller's session is still active
     */
    public Socket(
            Hub hub,
            Background background,
            Clock clock,
            String databaseMark,
            Predicate<Caller> isSessionActive,
            RateLimits limits,
            Budgets budgets) {
        this.hub = hub;
        this.background = background;
        this.clock = clock;
        this.databaseMark = databaseMark;
        this.isSessionActive = isSessionActive;
        this.limits = limits;
        frames = limits.of(Limit.FRAMES_BY_USER);
        this.budgets = budgets;
        unknown = new Route(limits.of(Limit.EVENTS_BY_USER), Socket::refuseUnknown);
        on("ping", (connection, data) -> connection.offer(Event.of("pong", new Pong(clock.instant()))));
    }

    public Socket on(String event, Handler handler) {
        return on(event, Limit.EVENTS_BY_USER, handler);
    }

    public Socket on(String event, Limit limit, Handler handler) {
        routes.put(event, new Route(limits.of(limit), handler));
        return this;
    }

    public Socket onClose(Consumer<Connection> action) {
        closeListeners.add(action);
        return this;
    }

    public void configure(WsConfig ws) {
        ws.onConnect(this::connect);
        ws.onMessage(this::receive);
        ws.onBinaryMessage(this::refuseBinary);
        ws.onClose(this::close);
        ws.onError(this::fail);
    }

    /** Refuses what Jetty would treat as a plain request. Usually a proxy did not forward the upgrade. */
    public static void checkUpgrade(Context ctx) {
        boolean isGet = ctx.req().getMethod().equals("GET");
        boolean isUpgrade = PROTOCOL.equalsIgnoreCase(ctx.header("Upgrade"));
        if (isGet && !(isUpgrade && VERSION.equals(ctx.header(VERSION_HEADER)))) {
            ctx.header("Upgrade", PROTOCOL).header("Connection", "Upgrade").header(VERSION_HEADER, VERSION);
            throw ApiError.upgradeRequired("This address is for WebSockets, version 13.");
        }
    }

    /** Lets a caller upgrade, unless several of their sockets were just closed for flooding. */
    public void admit(Context ctx, Caller caller) {
        RateLimit floods = limits.of(Limit.FLOODS_BY_USER);
        floods.take(caller.id());
        floods.giveBack(caller.id());
        caller.attachTo(ctx);
        ctx.attribute(NETWORK, ClientAddress.of(ctx).network());
    }

    /**
     * Adds the connection to the hub before the greeting goes out, so that a client that has seen {@code connect}
     * misses nothing afterwards. The client may already have reset the connection, so {@link #leave} may run at any
     * moment on another thread. A socket above the limit is opened and then closed, because a page cannot see why an
     * upgrade was refused.
     */
    private void connect(WsConnectContext ctx) {
        ctx.session.setIdleTimeout(IDLE_TIMEOUT);
        Caller caller = Caller.of(ctx);
        WebSocketSession session = (WebSocketSession) ctx.session;
        // By default Jetty passes on a frame in the parts in which it arrives, and each part would count as a sign of
        // life: see https://github.com/jetty/jetty.project/issues/4152. This can go when the default changes.
        session.getCoreSession().setAutoFragment(false);
        Connection connection = new Connection(caller, hub.counters(), session);
        ctx.attribute(CONNECTION, connection);
        try {
            connection.keepLease(budgets.take(Budget.SOCKETS, ctx.attribute(NETWORK), caller.id(), 1));
        } catch (ApiError refusal) {
            connection.close(CloseCode.TOO_MANY);
            return;
        }
        User user = new User(caller.id(), caller.username());
        connection.greet(Event.of("connect", new Connected(user, clock.instant(), databaseMark)));
        hub.add(connection);
        if (connection.isGone()) {
            hub.remove(connection);
            return;
        }
        connection.flush();
        checkSession(connection, caller);
    }

    /** Closes the socket if the session ended between the upgrade and {@code hub.add}. */
    private void checkSession(Connection connection, Caller caller) {
        boolean willRun = background.execute(() -> {
            if (!isSessionActive.test(caller)) {
                connection.close(CloseCode.ENDED);
            }
        });
        if (!willRun) {
            connection.close(CloseCode.BUSY); // the client will reconnect later
        }
    }

    private void receive(WsMessageContext ctx) {
        Connection connection = connection(ctx);
        if (connection == null || connection.isClosing()) {
            return;
        }
        if (!accepts(connection)) {
            return;
        }
        String clientId = null;
        try {
            JsonNode frame = Json.read(ctx.message());
            Input data = frame.has("data") ? Input.of(frame.get("data")) : Input.empty();
            clientId = data.clientIdOrNull();
            Route route = route(frame.path("event"));
            route.limit().take(connection.userId());
            route.handler().handle(connection, data);
        } catch (RuntimeException e) {
            connection.refuse(Errors.of(e), clientId);
        }
    }

    /** Counts a frame against its limit before it is parsed. */
    private boolean accepts(Connection connection) {
        try {
            frames.take(connection.userId());
            connection.countFrame(true);
            return true;
        } catch (ApiError refusal) {
            if (connection.countFrame(false)) {
                FloodGuard.end(connection, limits);
            } else {
                connection.refuse(refusal, null);
            }
            return false;
        }
    }

    private Route route(JsonNode event) {
        return event.isTextual() ? routes.getOrDefault(event.textValue(), unknown) : unknown;
    }

    private static void refuseUnknown(Connection connection, Input data) {
        throw ApiError.badRequest("event", "There is no such event.");
    }

    private void refuseBinary(WsBinaryMessageContext ctx) {
        Connection connection = connection(ctx);
        if (connection != null) {
            connection.close(CloseCode.NO_BINARY);
        }
    }

    private void close(WsCloseContext ctx) {
        leave(ctx);
    }

    private void fail(WsErrorContext ctx) {
        leave(ctx);
    }

    private void leave(WsContext ctx) {
        Connection connection = connection(ctx);
        if (connection != null) {
            ctx.attribute(CONNECTION, null); // a failure is followed by a close
            connection.closed();
            hub.remove(connection);
            closeListeners.forEach(listener -> listener.accept(connection));
        }
    }

    private static Connection connection(WsContext ctx) {
        return ctx.attribute(CONNECTION);
    }
}
