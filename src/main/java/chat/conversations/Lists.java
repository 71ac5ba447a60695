package chat.conversations;

import chat.db.Database;
import chat.presence.Presence;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Json;
import chat.web.Text;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists in the sidebar: everybody, who is online, and one's own conversations. */
public final class Lists {
    private static final int USERS = 200;
    private static final int MAX_USERS = 500;
    private static final int MAX_IDS = 200;
    private static final int ROOMS = 100;
    private static final int MAX_ROOMS = 200;
    private static final Pattern USER_CURSOR = Pattern.compile("([01])([a-z0-9._-]{1,32})");
    private static final Pattern ROOM_CURSOR = Pattern.compile("([0-9]{1,16})-([0-9]{1,16})");

    @JsonInclude(Include.NON_NULL)
    private record Users(List<UserView> users, boolean hasMore, String next) {}

    @JsonInclude(Include.NON_NULL)
    private record Rooms(List<RoomView> rooms, String next) {}

    private final Database database;
    private final Presence presence;

    public Lists(Database database, Presence presence) {
        this.database = database.map(Rows.MAPPERS);
        this.presence = presence;
    }

    public void users(Context ctx) {
        int limit = Input.limit(ctx, USERS, MAX_USERS);
        List<Long> ids = Input.queryIds(ctx, "ids", MAX_IDS);
        if (ids != null) {
            List<UserView> found = database.read(handle -> handle.attach(ConversationDao.class)
                    .usersById(Caller.of(ctx).id(), ids));
            ctx.json(new Users(withPresence(found), false, null));
            return;
        }
        Matcher cursor = cursor(ctx, USER_CURSOR);
        boolean atStart = cursor == null;
        ctx.json(page(
                Caller.of(ctx).id(),
                part(ctx),
                atStart ? 0 : Integer.parseInt(cursor.group(1)),
                atStart ? "" : cursor.group(2),
                1,
                limit));
    }

    public void onlineUsers(Context ctx) {
        Users users = page(Caller.of(ctx).id(), "", 0, "", 0, MAX_USERS);
        ctx.json(new Users(users.users(), users.hasMore(), null));
    }

    private Users page(long me, String part, int afterOffline, String afterName, int maxOffline, int limit) {
        String online = Json.write(presence.online());
        List<UserView> found = database.read(handle -> handle.attach(ConversationDao.class)
                .users(me, online, part, afterOffline, afterName, maxOffline, limit + 1));
        boolean hasMore = found.size() > limit;
        List<UserView> users = withPresence(hasMore ? found.subList(0, limit) : found);
        return new Users(users, hasMore, hasMore ? cursorAfter(users.get(limit - 1)) : null);
    }

    private static String cursorAfter(UserView user) {
        return (user.online() ? "0" : "1") + user.username().toLowerCase(Locale.ROOT);
    }

    private static String part(Context ctx) {
        String part = ctx.queryParam("q");
        if (part == null) {
            return "";
        }
        if (!Text.isClean(part)) {
            throw ApiError.badRequest("q", "The parameter q has a character that no name has.");
        }
        return Text.strip(part).toLowerCase(Locale.ROOT);
    }

    private List<UserView> withPresence(List<UserView> users) {
        return users.stream()
                .map(user -> user.deleted() != null
                        ? user
                        : new UserView(
                                user.id(),
                                user.username(),
                                presence.isOnline(user.id()),
                                presence.lastSeen(user.id(), user.lastSeen()),
                                user.roomId(),
                                user.unreadCount(),
                                user.lastMessage(),
                                null))
                .toList();
    }

    public void rooms(Context ctx) {
        int limit = Input.limit(ctx, ROOMS, MAX_ROOMS);
        Matcher cursor = cursor(ctx, ROOM_CURSOR);
        long afterMessage = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.group(1));
        long afterRoom = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.group(2));
        ctx.json(database.read(handle -> {
            ConversationDao conversations = handle.attach(ConversationDao.class);
            List<RoomView> found = conversations.rooms(Caller.of(ctx).id(), afterMessage, afterRoom, limit + 1);
            if (found.size() <= limit) {
                return new Rooms(found, null);
            }
            RoomView last = found.get(limit - 1);
            return new Rooms(found.subList(0, limit), conversations.lastMessageId(last.id()) + "-" + last.id());
        }));
    }

    /** The place that {@code page} stands for; null for the beginning. */
    private static Matcher cursor(Context ctx, Pattern form) {
        String page = ctx.queryParam("page");
        if (page == null) {
            return null;
        }
        Matcher cursor = form.matcher(page);
        if (!cursor.matches()) {
            throw ApiError.badRequest("page", "The parameter page must be what next gave.");
        }
        return cursor;
    }
}
