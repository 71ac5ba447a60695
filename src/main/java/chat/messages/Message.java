package chat.messages;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.time.Instant;
import java.util.Map;

/**
 * A message as it is sent to clients.
 *
 * @param seq the message's number in the room: 1, 2, 3… without gaps
 * @param rev the room's {@code rev} at the message's last change
 * @param receiverId the other member of a direct room; null in a group
 * @param isRead whether all members except the sender have read it
 * @param clientId the id that the sender chose for it, or null
 * @param parts the fields that features add, by name
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
