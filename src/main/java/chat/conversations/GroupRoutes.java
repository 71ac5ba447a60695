package chat.conversations;

import chat.web.Caller;
import chat.web.Input;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Rooms over HTTP, but for what is said in them. */
public final class GroupRoutes {
    private static final int MAX_MEMBERS_AT_ONCE = 1_000;

    private final Groups groups;

    public GroupRoutes(Groups groups) {
        this.groups = groups;
    }

    public void create(Context ctx) {
        Input input = Input.json(ctx);
        String name = GroupName.of(input.text("name"));
        List<Long> userIds = input.ids("user_ids", MAX_MEMBERS_AT_ONCE);
        String clientId = input.optionalClientId();
        long creatorId = Caller.of(ctx).id();
        ctx.future(() -> groups.create(creatorId, name, userIds, clientId)
                .thenAccept(created -> ctx.status(created.isNew() ? 201 : 200).json(Map.of("room", created.room()))));
    }

    public void show(Context ctx) {
        ctx.json(groups.details(Caller.of(ctx).id(), Input.pathId(ctx, "room_id")));
    }

    public void addMembers(Context ctx) {
        long roomId = Input.pathId(ctx, "room_id");
        List<Long> userIds = Input.json(ctx).ids("user_ids", MAX_MEMBERS_AT_ONCE);
        long callerId = Caller.of(ctx).id();
        ctx.future(() -> groups.add(callerId, roomId, userIds).thenAccept(ctx::json));
    }

    public void removeMember(Context ctx) {
        long roomId = Input.pathId(ctx, "room_id");
        long userId = Input.pathId(ctx, "user_id");
        long callerId = Caller.of(ctx).id();
        ctx.future(() -> groups.remove(callerId, roomId, userId).thenRun(() -> ctx.status(204)));
    }
}
