package chat.messages;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.time.Instant;
import java.util.Map;

/**
 * A message as clients see it.
 *
 * @param seq its place in the room: 1, 2, 3… with no gap
 * @param rev the room's {@code rev} that last changed it
 * @param receiverId the other member of a direct room; null in a group
 * @param isRead whether all others have read it
 * @param clientId the sender's own name for it, or null
 * @param parts what features add, by the names of their fields
 */
public record Message(
        long id,
        long roomId,
        long seq,
        long rev,
        long senderId,
        Long receiverId,
        String messageContent,
        Instant timestamp,
        boolean isRead,
        String clientId,
        @JsonAnyGetter Map<String, Object> parts) {
    Message with(Map<String, Object> newParts) {
        return new Message(
                id, roomId, seq, rev, senderId, receiverId, messageContent, timestamp, isRead, clientId, newParts);
    }
}
