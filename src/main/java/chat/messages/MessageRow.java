package chat.messages;

import chat.rooms.ReadMarks;
import chat.rooms.Room;
import java.time.Instant;
import java.util.Map;

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
        return seen(room.otherThan(senderId), marks.lowestExcept(senderId));
    }

    /** @param othersReadSeq up to where all but its sender have read */
    Message seen(Long receiverId, long othersReadSeq) {
        boolean isRead = othersReadSeq >= seq;
        return new Message(
                id, roomId, seq, rev, senderId, receiverId, messageContent, timestamp, isRead, clientId, Map.of());
    }
}
