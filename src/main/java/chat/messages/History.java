package chat.messages;

import chat.db.Database;
import chat.rooms.ReadMarks;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** Reading what was said: pages of a room in both directions, and what changed after a {@code rev}. */
final class History {
    record Page(List<Message> messages, boolean hasMore) {}

    record Changes(List<Message> messages, long readSeq, long allReadSeq, long rev, boolean hasMore) {}

    private final Database database;

    History(Database database) {
        this.database = database;
    }

    /** Oldest first. {@code before} and {@code after} are message ids; without both, the newest. */
    Page page(long callerId, Target target, OptionalLong before, OptionalLong after, int limit) {
        if (before.isPresent() && after.isPresent()) {
            throw ApiError.badRequest("after", "Give either before or after.");
        }
        return database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            MessageDao messages = handle.attach(MessageDao.class);
            Room room = target.find(rooms, callerId).orElse(null);
            if (room == null) {
                if (before.isPresent() || after.isPresent()) {
                    throw noSuchMessage();
                }
                return new Page(List.of(), false);
            }
            List<MessageRow> rows;
            if (after.isPresent()) {
                rows = messages.after(room.id(), seqOf(messages, room, after.getAsLong()), limit + 1);
            } else {
                long seq = before.isPresent() ? seqOf(messages, room, before.getAsLong()) : Long.MAX_VALUE;
                rows = messages.before(room.id(), seq, limit + 1);
            }
            boolean hasMore = rows.size() > limit;
            List<Message> page = in(room, rooms.marks(room.id()), rows, limit);
            if (after.isEmpty()) {
                Collections.reverse(page);
            }
            return new Page(page, hasMore);
        });
    }

    private static long seqOf(MessageDao messages, Room room, long messageId) {
        return messages.seqOf(messageId, room.id()).orElseThrow(History::noSuchMessage);
    }

    private static ApiError noSuchMessage() {
        return ApiError.notFound("There is no such message in this conversation.");
    }

    /** In order of {@code rev}. The answer's {@code rev} is what to ask after next. */
    Changes changes(long callerId, long roomId, long after, int limit) {
        return database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            Room room = Target.room(roomId).find(rooms, callerId).orElseThrow();
            // The room is read first: what comes in meanwhile lies beyond its rev, and is for the next call.
            List<MessageRow> rows = handle.attach(MessageDao.class).changed(roomId, after, room.rev(), limit + 1);
            boolean hasMore = rows.size() > limit;
            ReadMarks marks = rooms.marks(roomId);
            return new Changes(
                    in(room, marks, rows, limit),
                    rooms.readSeq(roomId, callerId),
                    marks.ofOthersThan(callerId),
                    hasMore ? rows.get(limit - 1).rev() : room.rev(),
                    hasMore);
        });
    }

    private static List<Message> in(Room room, ReadMarks marks, List<MessageRow> rows, int limit) {
        List<Message> messages = new ArrayList<>();
        for (MessageRow row : rows.subList(0, Math.min(limit, rows.size()))) {
            messages.add(row.in(room, marks));
        }
        return messages;
    }
}
