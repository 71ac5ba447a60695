package chat.conversations;

import chat.conversations.ConversationDao.RoomPosition;
import chat.db.Database;
import chat.db.NameKey;
import chat.messages.Message;
import chat.rooms.RoomView;
import chat.rooms.Rooms;
import chat.web.BoundedPage;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The caller's rooms, ordered by their newest message, newest first. */
final class RoomList {
    private static final int PAGE = 100;
    private static final int MAX_PAGE = 200;
    /** Rows are read in steps, so that a page that reaches its size limit has read few unneeded rows. */
    private static final int STEP = 50;

    private static final RoomPosition START = new RoomPosition(Long.MAX_VALUE, Long.MAX_VALUE, 0);
    private static final Pattern CURSOR = Pattern.compile("([01])-([0-9]{1,16})-([0-9]{1,16})");

    @JsonInclude(Include.NON_NULL)
    private record Page(List<RoomView> rooms, String next) {}

    private final Database database;
    private final Rooms rooms;

    RoomList(Database database, Rooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    void show(Context ctx) {
        int limit = Input.limit(ctx, PAGE, MAX_PAGE);
        List<String> words = NameKey.words(Input.queryText(ctx, "q"));
        Matcher cursor = Cursor.of(ctx, CURSOR);
        RoomPosition after = cursor == null ? START : position(cursor);
        long me = Caller.of(ctx).id();
        ctx.json(page(me, positions(me, words, after, limit + 1), limit));
    }

    private static RoomPosition position(Matcher cursor) {
        return new RoomPosition(
                Long.parseLong(cursor.group(3)), Long.parseLong(cursor.group(2)), Integer.parseInt(cursor.group(1)));
    }

    /** The rooms after this position. Those in whose names the words begin come first. */
    private List<RoomPosition> positions(long me, List<String> words, RoomPosition after, int limit) {
        if (words.isEmpty()) {
            return read(dao -> dao.roomPositions(me, after.lastMessageId(), after.roomId(), limit));
        }
        String json = Json.write(words);
        List<RoomPosition> positions = new ArrayList<>();
        for (int elsewhere = after.elsewhere(); elsewhere <= 1 && positions.size() < limit; elsewhere++) {
            int rank = elsewhere;
            int left = limit - positions.size();
            RoomPosition from = rank == after.elsewhere() ? after : START;
            positions.addAll(
                    read(dao -> dao.matchingRoomPositions(me, json, rank, from.lastMessageId(), from.roomId(), left)));
        }
        return positions;
    }

    private Page page(long me, List<RoomPosition> positions, int limit) {
        BoundedPage<RoomView> page = new BoundedPage<>(limit);
        RoomPosition last = null;
        for (int from = 0; from < positions.size() && !page.isFull(); from += STEP) {
            List<RoomPosition> step = positions.subList(from, Math.min(from + STEP, positions.size()));
            Map<Long, RoomView> views = views(me, step);
            for (RoomPosition position : step) {
                RoomView room = views.get(position.roomId());
                if (room != null && !page.add(room, text(room))) {
                    break;
                }
                last = position;
            }
        }
        // A room that has gone since its position was read leaves the page short, but not the list.
        boolean hasMore = page.isFull() || positions.size() > limit;
        return new Page(page.items(), hasMore ? next(last) : null);
    }

    private static String next(RoomPosition last) {
        return last.elsewhere() + "-" + last.lastMessageId() + "-" + last.roomId();
    }

    private Map<Long, RoomView> views(long me, List<RoomPosition> positions) {
        List<Long> ids = positions.stream().map(RoomPosition::roomId).toList();
        return database.read(handle -> rooms.views(handle, me, ids)).stream()
                .collect(Collectors.toMap(RoomView::id, Function.identity()));
    }

    private static String text(RoomView room) {
        return room.lastMessage() instanceof Message message ? message.messageContent() : null;
    }

    private <T> T read(Function<ConversationDao, T> query) {
        return database.read(handle -> query.apply(handle.attach(ConversationDao.class)));
    }
}
