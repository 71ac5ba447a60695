package chat.messages;

import chat.db.Database;
import chat.feature.Export;
import chat.messages.MessageDao.Exported;
import chat.messages.MessageDao.Newest;
import chat.rooms.ReadMarks;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.BoundedPage;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Reads messages: the pages of a room in both directions, changes after a {@code rev}, and the newest messages of many
 * rooms. Any thread that may read the database may call.
 */
final class History {
    record Page(List<Message> messages, boolean hasMore) {}

    record Changes(List<Message> messages, long readSeq, long allReadSeq, long rev, boolean hasMore) {}

    private record ExportedMessage(@JsonUnwrapped Message message, String sender) {}

    private final Database database;
    private final MessageAssembler assembler;

    History(Database database, MessageAssembler assembler) {
        this.database = database;
        this.assembler = assembler;
    }

    /**
     * A page, oldest message first. {@code before} and {@code after} are message ids. Without them, the newest page.
     */
    Page page(long callerId, Target target, OptionalLong before, OptionalLong after, int limit) {
        if (before.isPresent() && after.isPresent()) {
            throw ApiError.badRequest("after", "Give either before or after.");
        }
        return database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            Room room = target.find(rooms, callerId).orElse(null);
            if (room != null) {
                return page(handle, room, before, after, limit);
            }
            if (before.isPresent() || after.isPresent()) {
                throw noSuchMessage();
            }
            return new Page(List.of(), false);
        });
    }

    private Page page(Handle handle, Room room, OptionalLong before, OptionalLong after, int limit) {
        MessageDao messages = handle.attach(MessageDao.class);
        ReadMarks marks = handle.attach(RoomDao.class).marks(room);
        BoundedPage<Message> page;
        if (after.isPresent()) {
            long seq = seqOf(messages, room, after.getAsLong());
            page = page(room, marks, messages.after(room.id(), seq, limit + 1), limit);
        } else {
            long seq = before.isPresent() ? seqOf(messages, room, before.getAsLong()) : Long.MAX_VALUE;
            page = page(room, marks, messages.before(room.id(), seq, limit + 1), limit);
            Collections.reverse(page.items());
        }
        return new Page(assembler.assemble(handle, page.items()), page.isFull());
    }

    private static long seqOf(MessageDao messages, Room room, long messageId) {
        return messages.seqOf(messageId, room.id()).orElseThrow(History::noSuchMessage);
    }

    private static ApiError noSuchMessage() {
        return ApiError.notFound("There is no such message in this conversation.");
    }

    /** Changed messages, in the order of {@code rev}. The result's {@code rev} is the next call's {@code after}. */
    Changes changes(long callerId, long roomId, long after, int limit) {
        return database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            // The room is read first. Later changes have a higher rev, and the next call returns them.
            Room room = Target.room(roomId).find(rooms, callerId).orElseThrow();
            MessageDao messages = handle.attach(MessageDao.class);
            ReadMarks marks = rooms.marks(room);
            BoundedPage<Message> page =
                    page(room, marks, messages.changed(roomId, after, room.rev(), limit + 1), limit);
            List<Message> changed = assembler.assemble(handle, page.items());
            return new Changes(
                    changed,
                    rooms.readSeq(roomId, callerId),
                    marks.lowestExcept(callerId),
                    page.isFull() ? changed.get(changed.size() - 1).rev() : room.rev(),
                    page.isFull());
        });
    }

    private static BoundedPage<Message> page(Room room, ReadMarks marks, ResultIterator<MessageRow> rows, int limit) {
        BoundedPage<Message> page = new BoundedPage<>(limit);
        try (rows) {
            while (rows.hasNext() && !page.isFull()) {
                Message message = rows.next().toMessage(room, marks);
                page.add(message, message.messageContent());
            }
        }
        return page;
    }

    /** The newest message of each room, by room id. Empty rooms are left out. */
    Map<Long, Message> newest(Handle handle, Collection<Long> roomIds) {
        List<Message> unassembled = new ArrayList<>();
        for (Newest newest : handle.attach(MessageDao.class).newest(roomIds)) {
            unassembled.add(newest.row().toMessage(newest.receiverId(), newest.othersReadSeq()));
        }
        Map<Long, Message> byRoom = new HashMap<>();
        assembler.assemble(handle, unassembled).forEach(message -> byRoom.put(message.roomId(), message));
        return byRoom;
    }

    /** Writes the field {@code messages}: all messages of a room, oldest first, each with its sender's name. */
    void export(Export export, long roomId) throws IOException {
        export.list("messages", (ExportedMessage last, int limit) -> {
            long after = last == null ? 0 : last.message().seq();
            return export.read(handle -> exportPage(handle, export.userId(), roomId, after, limit));
        });
    }

    private List<ExportedMessage> exportPage(Handle handle, long userId, long roomId, long after, int limit) {
        RoomDao rooms = handle.attach(RoomDao.class);
        Room room = rooms.findForMember(roomId, userId).orElse(null);
        if (room == null) {
            return List.of(); // the user has left the room since the last page
        }
        ReadMarks marks = rooms.marks(room);
        List<Exported> rows = handle.attach(MessageDao.class).export(roomId, after, limit);
        List<Message> unassembled = rows.stream()
                .map(exported -> exported.row().toMessage(room, marks))
                .toList();
        List<Message> messages = assembler.assemble(handle, unassembled);
        List<ExportedMessage> page = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            page.add(new ExportedMessage(messages.get(i), rows.get(i).sender()));
        }
        return page;
    }
}
