package chat.messages;

import java.time.Instant;

/**
 * A message as the contract has it.
 *
 * @param seq its place in the room: 1, 2, 3… with no gap
 * @param rev the room's {@code rev} that last touched it
 * @param receiverId the other of a direct room; null in a group
 * @param isRead whether all others have read it
 * @param clientId the sender's own name for it, or null
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
        String clientId) {}
