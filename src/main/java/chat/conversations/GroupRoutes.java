package chat.conversations;

import chat.web.Caller;
import chat.web.Input;
import chat.web.Limit;
import chat.web.RateLimits;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Rooms over HTTP, but for what is said in them. */
public final class GroupRoutes {
    private static final int MAX_MEMBERS_AT_ONCE = 1_000;

    private static final int PEOPLE_FOR_ONE = 50;

    private final Groups groups;
    private final RateLimits limits;

    public GroupRoutes(Groups groups, RateLimits limits) {
        this.groups = groups;
        this.limits = limits;
    }

    public void create(Context ctx) {
        Input input = Input.json(ctx);
        String name = GroupName.of(input.text("name"));
        List<Long> userIds = input.ids("user_ids", MAX_MEMBERS_AT_ONCE);
        String clientId = input.optionalClientId();
        long creatorId = Caller.of(ctx).id();
        count(creatorId, userIds.size());
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
        count(callerId, userIds.size());
        ctx.future(() -> groups.add(callerId, roomId, userIds).thenAccept(ctx::json));
    }

    public void removeMember(Context ctx) {
        long roomId = Input.pathId(ctx, "room_id");
        long userId = Input.pathId(ctx, "user_id");
        long callerId = Caller.of(ctx).id();
        count(callerId, 1);
        ctx.future(() -> groups.remove(callerId, roomId, userId).thenRun(() -> ctx.status(204)));
    }

    /** What many people are added by costs the writer more, so it counts more often. */
    private void count(long callerId, int people) {
        limits.of(Limit.GROUP_CHANGES_BY_USER).take(callerId, Math.max(1, people / PEOPLE_FOR_ONE));
    }
}
