package chat.messages;

import chat.db.Database;
import chat.rooms.ReadMarks;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.BoundedPage;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.result.ResultIterator;

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
            ReadMarks marks = rooms.marks(room);
            BoundedPage<Message> page;
            if (after.isPresent()) {
                page = page(
                        room,
                        marks,
                        messages.after(room.id(), seqOf(messages, room, after.getAsLong()), limit + 1),
                        limit);
            } else {
                long seq = before.isPresent() ? seqOf(messages, room, before.getAsLong()) : Long.MAX_VALUE;
                page = page(room, marks, messages.before(room.id(), seq, limit + 1), limit);
                Collections.reverse(page.items());
            }
            return new Page(page.items(), page.isFull());
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
            MessageDao messages = handle.attach(MessageDao.class);
            ReadMarks marks = rooms.marks(room);
            BoundedPage<Message> page =
                    page(room, marks, messages.changed(roomId, after, room.rev(), limit + 1), limit);
            List<Message> changed = page.items();
            return new Changes(
                    changed,
                    rooms.readSeq(roomId, callerId),
                    marks.ofOthersThan(callerId),
                    page.isFull() ? changed.get(changed.size() - 1).rev() : room.rev(),
                    page.isFull());
        });
    }

    private static BoundedPage<Message> page(Room room, ReadMarks marks, ResultIterator<MessageRow> rows, int limit) {
        BoundedPage<Message> page = new BoundedPage<>(limit);
        try (rows) {
            while (rows.hasNext() && !page.isFull()) {
                Message message = rows.next().in(room, marks);
                page.add(message, message.messageContent());
            }
        }
        return page;
    }
}
