package chat.conversations;

import chat.conversations.ConversationDao.UserPosition;
import chat.conversations.ConversationDao.UserRow;
import chat.db.Database;
import chat.db.NameKey;
import chat.messages.Message;
import chat.messages.Messages;
import chat.presence.Presence;
import chat.rooms.RoomDao;
import chat.web.ApiError;
import chat.web.BoundedPage;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** All users, online users first. */
final class UserList {
    private static final int PAGE = 200;
    private static final int MAX_PAGE = 500;
    private static final int MAX_IDS = 200;
    /** Rows are read in steps, so that a page that reaches its size limit has read few unneeded rows. */
    private static final int STEP = 50;

    private static final long NO_ROOM = 0;
    private static final String ANY_NAME = "[]";
    private static final UserPosition START = new UserPosition(0, 0, 0, "");
    private static final Pattern CURSOR = Pattern.compile("([01])([01])([a-z0-9._-]{1,32})");

    @JsonInclude(Include.NON_NULL)
    private record Page(List<UserView> users, boolean hasMore, String next) {}

    private final Database database;
    private final Presence presence;
    private final Messages messages;

    UserList(Database database, Presence presence, Messages messages) {
        this.database = database;
        this.presence = presence;
        this.messages = messages;
    }

    void show(Context ctx) {
        int limit = Input.limit(ctx, PAGE, MAX_PAGE);
        long me = Caller.of(ctx).id();
        List<Long> ids = Input.queryIds(ctx, "ids", MAX_IDS);
        List<String> words = NameKey.words(Input.queryText(ctx, "q"));
        OptionalLong notIn = Input.queryId(ctx, "not_in");
        Matcher cursor = Cursor.of(ctx, CURSOR);
        UserPosition after = cursor == null ? START : position(cursor);
        if (ids != null) {
            ctx.json(page(me, read(dao -> dao.positionsOf(ids, after.usernameKey())), MAX_IDS));
            return;
        }
        notIn.ifPresent(roomId -> requireMember(me, roomId));
        ctx.json(page(me, positions(words, notIn.orElse(NO_ROOM), after, limit + 1), limit));
    }

    private static UserPosition position(Matcher cursor) {
        return new UserPosition(
                0, Integer.parseInt(cursor.group(1)), Integer.parseInt(cursor.group(2)), cursor.group(3));
    }

    private void requireMember(long me, long roomId) {
        if (database.read(handle -> handle.attach(RoomDao.class).findForMember(roomId, me))
                .isEmpty()) {
            throw ApiError.notFound("not_in", "There is no such conversation.");
        }
    }

    void showOnline(Context ctx) {
        String online = Json.write(presence.online());
        List<UserPosition> positions = read(dao -> dao.onlinePositions(online, ANY_NAME, 0, NO_ROOM, "", MAX_PAGE + 1));
        Page page = page(Caller.of(ctx).id(), positions, MAX_PAGE);
        ctx.json(new Page(page.users(), page.hasMore(), null));
    }

    /** The users after this position. Those in whose names the words begin come first, then those who are online. */
    private List<UserPosition> positions(List<String> words, long notIn, UserPosition after, int limit) {
        String online = Json.write(presence.online());
        String json = Json.write(words);
        List<UserPosition> positions = new ArrayList<>();
        int lastRank = words.isEmpty() ? 0 : 1;
        for (int elsewhere = after.elsewhere(); elsewhere <= lastRank; elsewhere++) {
            int rank = elsewhere;
            int firstOffline = rank == after.elsewhere() ? after.offline() : 0;
            for (int offline = firstOffline; offline <= 1 && positions.size() < limit; offline++) {
                boolean continues = rank == after.elsewhere() && offline == after.offline();
                String from = continues ? after.usernameKey() : "";
                int left = limit - positions.size();
                positions.addAll(read(
                        offline == 0
                                ? dao -> dao.onlinePositions(online, json, rank, notIn, from, left)
                                : dao -> dao.offlinePositions(online, json, rank, notIn, from, left)));
            }
        }
        return positions;
    }

    private Page page(long me, List<UserPosition> positions, int limit) {
        BoundedPage<UserView> page = new BoundedPage<>(limit);
        UserPosition last = null;
        for (int from = 0; from < positions.size() && !page.isFull(); from += STEP) {
            List<UserPosition> step = positions.subList(from, Math.min(from + STEP, positions.size()));
            Map<Long, UserView> views = database.read(handle -> views(handle, me, step));
            for (UserPosition position : step) {
                UserView user = views.get(position.id());
                if (!page.add(user, text(user))) {
                    break;
                }
                last = position;
            }
        }
        String next = page.isFull() ? next(last) : null;
        return new Page(page.items(), page.isFull(), next);
    }

    private static String next(UserPosition last) {
        return "" + last.elsewhere() + last.offline() + last.usernameKey();
    }

    private Map<Long, UserView> views(Handle handle, long me, List<UserPosition> positions) {
        List<Long> ids = positions.stream().map(UserPosition::id).toList();
        List<UserRow> rows = handle.attach(ConversationDao.class).users(me, ids);
        List<Long> roomIds =
                rows.stream().map(UserRow::roomId).filter(Objects::nonNull).toList();
        Map<Long, Message> newest = messages.newest(handle, roomIds);
        Map<Long, UserView> views = new HashMap<>();
        for (UserRow row : rows) {
            views.put(row.id(), view(row, newest.get(row.roomId())));
        }
        return views;
    }

    private UserView view(UserRow row, Message newest) {
        return new UserView(
                row.id(),
                row.username(),
                !row.deleted() && presence.isOnline(row.id()),
                row.deleted() ? row.lastSeen() : presence.lastSeen(row.id(), row.lastSeen()),
                row.roomId(),
                row.unreadCount(),
                newest,
                row.deleted() ? true : null);
    }

    private static String text(UserView user) {
        return user.lastMessage() == null ? null : user.lastMessage().messageContent();
    }

    private <T> T read(Function<ConversationDao, T> query) {
        return database.read(handle -> query.apply(handle.attach(ConversationDao.class)));
    }
}
