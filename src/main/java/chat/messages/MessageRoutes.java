package chat.messages;

import static chat.web.Access.API;
import static chat.web.Limit.SENDS_BY_USER;

import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.Map;

/** Messages over HTTP. */
final class MessageRoutes {
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final Messages messages;
    private final History history;

    MessageRoutes(Messages messages, History history) {
        this.messages = messages;
        this.history = history;
    }

    void addTo(Routes routes) {
        routes.get("/messages/{user_id}", API, this::withUser);
        routes.post("/send_message", API, SENDS_BY_USER, this::send);
        routes.get("/rooms/{room_id}/messages", API, this::inRoom);
        routes.post("/rooms/{room_id}/messages", API, SENDS_BY_USER, this::sendToRoom);
        routes.get("/rooms/{room_id}/changes", API, this::changes);
    }

    private void withUser(Context ctx) {
        page(ctx, Target.user(Input.pathId(ctx, "user_id")));
    }

    private void inRoom(Context ctx) {
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

    private void changes(Context ctx) {
        long after = Input.queryNumber(ctx, "after")
                .orElseThrow(() -> ApiError.badRequest("after", "The parameter after is missing."));
        ctx.json(history.changes(
                Caller.of(ctx).id(), Input.pathId(ctx, "room_id"), after, Input.limit(ctx, MAX_PAGE, MAX_PAGE)));
    }

    private void send(Context ctx) {
        Input input = Input.jsonOrForm(ctx);
        send(ctx, input, Target.of(input));
    }

    private void sendToRoom(Context ctx) {
        send(ctx, Input.jsonOrForm(ctx), Target.room(Input.pathId(ctx, "room_id")));
    }

    private void send(Context ctx, Input input, Target target) {
        String text = input.text("message_content");
        String clientId = input.optionalClientId();
        long senderId = Caller.of(ctx).id();
        ctx.future(() -> messages.send(senderId, target, text, clientId)
                .thenAccept(
                        stored -> ctx.status(stored.isNew() ? 201 : 200).json(Map.of("message", stored.message()))));
    }
}
