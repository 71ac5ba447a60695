package chat.messages;

import chat.rooms.ReadMarks;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.web.ApiError;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Changes messages. All changes must go through this class. For the writer's thread. */
final class MessageChanges {
    /** @param members the room's members, who get the event */
    record Changed(Message message, List<Long> members) {}

    private final MessageAssembler assembler;

    MessageChanges(MessageAssembler assembler) {
        this.assembler = assembler;
    }

    /** Takes the room's next {@code rev}, applies the change, and sets the message's {@code rev}. */
    Changed apply(Handle handle, long callerId, long messageId, MessageChange change) {
        RoomDao rooms = handle.attach(RoomDao.class);
        MessageDao messages = handle.attach(MessageDao.class);
        MessageRow before = messages.find(messageId).orElseThrow(MessageChanges::noSuchMessage);
        Room room = rooms.findForMember(before.roomId(), callerId).orElseThrow(MessageChanges::noSuchMessage);
        ReadMarks marks = rooms.marks(room);
        long rev = rooms.nextRev(room.id());
        change.apply(handle, before.toMessage(room, marks), rev);
        messages.stamp(room.id(), before.seq(), rev, digest(before));
        MessageRow after = messages.find(messageId).orElseThrow();
        return new Changed(assembler.assemble(handle, after.toMessage(room, marks)), rooms.memberIds(room.id()));
    }

    /**
     * The digest of the message as it was sent. Rows from before digests have none, but their text is unchanged until
     * the first change.
     */
    private static byte[] digest(MessageRow before) {
        return before.clientId() == null
                ? null
                : Digest.of(before.roomId(), before.messageContent()).bytes();
    }

    private static ApiError noSuchMessage() {
        return ApiError.notFound("There is no such message.");
    }
}
