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
    Message toMessage(Room room, ReadMarks marks) {
        return toMessage(room.otherThan(senderId), marks.lowestExcept(senderId));
    }

    /** @param othersReadSeq the {@code seq} up to which all members except the sender have read */
    Message toMessage(Long receiverId, long othersReadSeq) {
        boolean isRead = othersReadSeq >= seq;
        return new Message(
                id, roomId, seq, rev, senderId, receiverId, messageContent, timestamp, isRead, clientId, Map.of());
    }
}
