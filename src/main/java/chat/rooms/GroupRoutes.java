package chat.rooms;

import static chat.web.Access.API;

import chat.web.Caller;
import chat.web.Input;
import chat.web.Limit;
import chat.web.NameRule;
import chat.web.RateLimit;
import chat.web.RateLimits;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Groups over HTTP. */
final class GroupRoutes {
    private static final int MAX_USERS_AT_ONCE = 1_000;
    private static final int USERS_PER_TOKEN = 50;
    private static final NameRule NAME = new NameRule("name", "A group's name", 64);

    private final Groups groups;
    private final RateLimit changes;

    GroupRoutes(Groups groups, RateLimits limits) {
        this.groups = groups;
        changes = limits.of(Limit.GROUP_CHANGES_BY_USER);
    }

    void addTo(Routes routes) {
        routes.post("/rooms", API, this::create);
        routes.get("/rooms/{room_id}", API, this::show);
        routes.post("/rooms/{room_id}/members", API, this::addMembers);
        routes.delete("/rooms/{room_id}/members/{user_id}", API, this::removeMember);
    }

    private void create(Context ctx) {
        Input input = Input.json(ctx);
        String name = NAME.check(input.text("name"));
        List<Long> userIds = input.ids("user_ids", MAX_USERS_AT_ONCE);
        String clientId = input.optionalClientId();
        long creatorId = Caller.of(ctx).id();
        takeTokens(creatorId, userIds.size());
        ctx.future(() -> groups.create(creatorId, name, userIds, clientId)
                .thenAccept(created -> ctx.status(created.isNew() ? 201 : 200).json(Map.of("room", created.room()))));
    }

    private void show(Context ctx) {
        ctx.json(groups.details(Caller.of(ctx).id(), Input.pathId(ctx, "room_id")));
    }

    private void addMembers(Context ctx) {
        long roomId = Input.pathId(ctx, "room_id");
        List<Long> userIds = Input.json(ctx).ids("user_ids", MAX_USERS_AT_ONCE);
        long callerId = Caller.of(ctx).id();
        takeTokens(callerId, userIds.size());
        ctx.future(() -> groups.add(callerId, roomId, userIds).thenAccept(ctx::json));
    }

    private void removeMember(Context ctx) {
        long roomId = Input.pathId(ctx, "room_id");
        long userId = Input.pathId(ctx, "user_id");
        long callerId = Caller.of(ctx).id();
        takeTokens(callerId, 1);
        ctx.future(() -> groups.remove(callerId, roomId, userId).thenRun(() -> ctx.status(204)));
    }

    /** Adding many users costs the writer more, so it takes more tokens. */
    private void takeTokens(long callerId, int users) {
        changes.take(callerId, Math.max(1, users / USERS_PER_TOKEN));
    }
}
