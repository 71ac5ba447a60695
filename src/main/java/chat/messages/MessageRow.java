package chat.messages;

import chat.rooms.ReadMarks;
import chat.rooms.Room;
import java.time.Instant;

/** A message as it is stored. */
record MessageRow(
        long id,
        long roomId,
        long seq,
        long rev,
        long senderId,
        String messageContent,
        Instant timestamp,
        String clientId) {
    Message in(Room room, ReadMarks marks) {
        return in(room, marks.ofOthersThan(senderId) >= seq);
    }

    /** Nobody has read what has only just been stored. */
    Message unread(Room room) {
        return in(room, false);
    }

    private Message in(Room room, boolean isRead) {
        return new Message(
                id, roomId, seq, rev, senderId, room.otherThan(senderId), messageContent, timestamp, isRead, clientId);
    }
}
