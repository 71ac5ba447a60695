package chat.conversations;

import chat.conversations.ConversationDao.RoomPlace;
import chat.conversations.ConversationDao.UserPlace;
import chat.db.Database;
import chat.messages.Message;
import chat.presence.Presence;
import chat.web.ApiError;
import chat.web.BoundedPage;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Json;
import chat.web.Text;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lists in the sidebar: everybody, who is online, and one's own conversations. */
public final class Lists {
    private static final int USERS = 200;
    private static final int MAX_USERS = 500;
    private static final int MAX_IDS = 200;
    private static final int ROOMS = 100;
    private static final int MAX_ROOMS = 200;
    /** So many rows are read at once: a page that is full reads few that it does not give. */
    private static final int STEP = 50;

    private static final Pattern USER_CURSOR = Pattern.compile("([01])([a-z0-9._-]{1,32})");
    private static final Pattern ROOM_CURSOR = Pattern.compile("([0-9]{1,16})-([0-9]{1,16})");

    @JsonInclude(Include.NON_NULL)
    private record Users(List<UserView> users, boolean hasMore, String next) {}

    @JsonInclude(Include.NON_NULL)
    private record Rooms(List<RoomView> rooms, String next) {}

    private final Database database;
    private final Presence presence;

    public Lists(Database database, Presence presence) {
        this.database = database;
        this.presence = presence;
    }

    public void users(Context ctx) {
        int limit = Input.limit(ctx, USERS, MAX_USERS);
        long me = Caller.of(ctx).id();
        List<Long> ids = Input.queryIds(ctx, "ids", MAX_IDS);
        Matcher cursor = cursor(ctx, USER_CURSOR);
        int afterOffline = cursor == null ? 0 : Integer.parseInt(cursor.group(1));
        String afterName = cursor == null ? "" : cursor.group(2);
        if (ids == null) {
            ctx.json(pageOfUsers(me, places(part(ctx), afterOffline, afterName, limit + 1), limit));
        } else {
            ctx.json(pageOfUsers(me, read(dao -> dao.placesOf(ids, afterName)), MAX_IDS));
        }
    }

    public void onlineUsers(Context ctx) {
        String online = Json.write(presence.online());
        Users users = pageOfUsers(
                Caller.of(ctx).id(), read(dao -> dao.onlinePlaces(online, "", "", MAX_USERS + 1)), MAX_USERS);
        ctx.json(new Users(users.users(), users.hasMore(), null));
    }

    private List<UserPlace> places(String part, int afterOffline, String afterName, int limit) {
        String online = Json.write(presence.online());
        List<UserPlace> places = new ArrayList<>();
        if (afterOffline == 0) {
            places.addAll(read(dao -> dao.onlinePlaces(online, part, afterName, limit)));
        }
        if (places.size() < limit) {
            String afterOther = afterOffline == 0 ? "" : afterName;
            places.addAll(read(dao -> dao.offlinePlaces(online, part, afterOther, limit - places.size())));
        }
        return places;
    }

    private Users pageOfUsers(long me, List<UserPlace> places, int limit) {
        BoundedPage<UserView> page = new BoundedPage<>(limit);
        UserPlace last = null;
        for (int from = 0; from < places.size() && !page.isFull(); from += STEP) {
            List<UserPlace> step = places.subList(from, Math.min(from + STEP, places.size()));
            List<Long> ids = step.stream().map(UserPlace::id).toList();
            Map<Long, UserView> found = byKey(read(dao -> dao.users(me, ids)), UserView::id);
            for (UserPlace place : step) {
                UserView user = withPresence(found.get(place.id()));
                if (!page.add(user, contentOf(user.lastMessage()))) {
                    break;
                }
                last = place;
            }
        }
        String next = page.isFull() ? last.offline() + last.usernameKey() : null;
        return new Users(page.items(), page.isFull(), next);
    }

    private static String part(Context ctx) {
        String part = Input.queryText(ctx, "q");
        if (part == null) {
            return "";
        }
        return Text.strip(part).toLowerCase(Locale.ROOT);
    }

    private UserView withPresence(UserView user) {
        return user.deleted() != null
                ? user
                : new UserView(
                        user.id(),
                        user.username(),
                        presence.isOnline(user.id()),
                        presence.lastSeen(user.id(), user.lastSeen()),
                        user.roomId(),
                        user.unreadCount(),
                        user.lastMessage(),
                        null);
    }

    public void rooms(Context ctx) {
        int limit = Input.limit(ctx, ROOMS, MAX_ROOMS);
        long me = Caller.of(ctx).id();
        Matcher cursor = cursor(ctx, ROOM_CURSOR);
        long afterMessage = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.group(1));
        long afterRoom = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.group(2));
        ctx.json(pageOfRooms(me, read(dao -> dao.roomPlaces(me, afterMessage, afterRoom, limit + 1)), limit));
    }

    private Rooms pageOfRooms(long me, List<RoomPlace> places, int limit) {
        BoundedPage<RoomView> page = new BoundedPage<>(limit);
        RoomPlace last = null;
        for (int from = 0; from < places.size() && !page.isFull(); from += STEP) {
            List<RoomPlace> step = places.subList(from, Math.min(from + STEP, places.size()));
            List<Long> ids = step.stream().map(RoomPlace::roomId).toList();
            Map<Long, RoomView> found = byKey(read(dao -> dao.rooms(me, ids)), RoomView::id);
            for (RoomPlace place : step) {
                RoomView room = found.get(place.roomId());
                if (room != null && !page.add(room, contentOf(room.lastMessage()))) {
                    break;
                }
                last = place;
            }
        }
        return new Rooms(page.items(), page.isFull() ? last.lastMessageId() + "-" + last.roomId() : null);
    }

    private <T> T read(Function<ConversationDao, T> query) {
        return database.read(handle -> query.apply(handle.attach(ConversationDao.class)));
    }

    private static <T> Map<Long, T> byKey(List<T> rows, Function<T, Long> id) {
        return rows.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    private static String contentOf(Message message) {
        return message == null ? null : message.messageContent();
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
