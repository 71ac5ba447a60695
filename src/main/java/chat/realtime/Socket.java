package chat.realtime;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.websocket.common.WebSocketSession;

/**
 * The socket route: opens and closes connections, and hands each event to the feature that knows it. Jetty calls with
 * one frame of a connection after another; handlers must not block.
 */
public final class Socket {
    /** What a client sent goes to one of these. What it throws is told to the client as an {@code error} event. */
    @FunctionalInterface
    public interface Handler {
        void handle(Connection connection, Input data);
    }

    private record Connected(User user, Instant serverTime) {}

    private record User(long id, String username) {}

    private record Pong(Instant serverTime) {}

    private static final String CONNECTION = "connection";
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

    private final Hub hub;
    private final Clock clock;
    private final Map<String, Handler> handlers = new HashMap<>();
    private final Predicate<Caller> sessionLives;
    private Consumer<Connection> onClose = connection -> {};

    /** @param sessionLives asked again once a socket is in the hub: a logout may have come in between */
    public Socket(Hub hub, Clock clock, Predicate<Caller> sessionLives) {
        this.hub = hub;
        this.clock = clock;
        this.sessionLives = sessionLives;
        on("ping", (connection, data) -> connection.offer(Event.of("pong", new Pong(clock.instant()))));
    }

    public Socket on(String event, Handler handler) {
        handlers.put(event, handler);
        return this;
    }

    public Socket onClose(Consumer<Connection> action) {
        onClose = action;
        return this;
    }

    public void configure(WsConfig ws) {
        ws.onConnect(this::connect);
        ws.onMessage(this::receive);
        ws.onBinaryMessage(this::refuseBinary);
        ws.onClose(this::close);
        ws.onError(this::fail);
    }

    /** Joins the hub before its greeting goes out: whoever has seen {@code connect} misses nothing from then on. */
    private void connect(WsConnectContext ctx) {
        ctx.session.setIdleTimeout(IDLE_TIMEOUT);
        Caller caller = Caller.of(ctx);
        Connection connection = new Connection(caller, hub, (WebSocketSession) ctx.session);
        ctx.attribute(CONNECTION, connection);
        connection.greet(Event.of("connect", new Connected(new User(caller.id(), caller.username()), clock.instant())));
        hub.add(connection);
        connection.flush();
        if (!sessionLives.test(caller)) {
            connection.close(CloseCode.SESSION_ENDED);
        }
    }

    private void receive(WsMessageContext ctx) {
        Connection connection = connection(ctx);
        if (connection == null || connection.isClosing()) {
            return;
        }
        String clientId = null;
        try {
            JsonNode frame = Json.read(ctx.message());
            Input data = frame.has("data") ? Input.of(frame.get("data")) : Input.empty();
            clientId = data.clientIdOrNull();
            handler(frame.path("event")).handle(connection, data);
        } catch (RuntimeException e) {
            connection.refuse(Errors.of(e), clientId);
        }
    }

    private Handler handler(JsonNode event) {
        Handler handler = event.isTextual() ? handlers.get(event.textValue()) : null;
        if (handler == null) {
            throw ApiError.badRequest("event", "There is no such event.");
        }
        return handler;
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
            connection.closed();
            hub.remove(connection);
            onClose.accept(connection);
        }
    }

    private static Connection connection(WsContext ctx) {
        return ctx.attribute(CONNECTION);
    }
}
