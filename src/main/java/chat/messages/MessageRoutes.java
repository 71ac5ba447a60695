package chat.messages;

import chat.db.Database;
import chat.realtime.Connection;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import io.javalin.http.Context;
import java.util.Map;

/** Messages over HTTP and over the socket: the same path inside. */
public final class MessageRoutes {
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final Messages messages;
    private final History history;

    public MessageRoutes(Messages messages, Database database) {
        this.messages = messages;
        this.history = new History(database);
    }

    public void withUser(Context ctx) {
        page(ctx, Target.user(Input.pathId(ctx, "user_id")));
    }

    public void inRoom(Context ctx) {
        page(ctx, Target.room(Input.pathId(ctx, "room_id")));
    }

    private void page(Context ctx, Target target) {
        ctx.json(history.page(
                Caller.of(ctx).id(),
                target,
                Input.queryNumber(ctx, "before"),
                Input.queryNumber(ctx, "after"),
                Input.limit(ctx, PAGE, MAX_PAGE)));
    }

    public void changes(Context ctx) {
        long after = Input.queryNumber(ctx, "after")
                .orElseThrow(() -> ApiError.badRequest("after", "The parameter after is missing."));
        ctx.json(history.changes(
                Caller.of(ctx).id(), Input.pathId(ctx, "room_id"), after, Input.limit(ctx, MAX_PAGE, MAX_PAGE)));
    }

    public void send(Context ctx) {
        Input input = Input.jsonOrForm(ctx);
        send(ctx, input, Target.of(input));
    }

    public void sendToRoom(Context ctx) {
        send(ctx, Input.jsonOrForm(ctx), Target.room(Input.pathId(ctx, "room_id")));
    }

    private void send(Context ctx, Input input, Target target) {
        String content = input.text("message_content");
        String clientId = input.optionalClientId();
        long senderId = Caller.of(ctx).id();
        ctx.future(() -> messages.send(senderId, target, content, clientId, null)
                .thenAccept(sent -> ctx.status(sent.isNew() ? 201 : 200).json(Map.of("message", sent.message()))));
    }

    /** The event {@code send_message}. */
    public void send(Connection connection, Input data) {
        Target target = Target.of(data);
        String content = data.text("message_content");
        String clientId = data.clientId();
        messages.send(connection.userId(), target, content, clientId, connection)
                .exceptionally(failure -> {
                    connection.refuse(Errors.of(failure), clientId);
                    return null;
                });
    }
}
