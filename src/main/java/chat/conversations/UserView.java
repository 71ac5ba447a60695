package chat.conversations;

import chat.messages.Message;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;

/**
 * A user in a list, with the direct room between them and the caller.
 *
 * @param roomId null before the first message, like {@code lastMessage}
 * @param deleted true or absent
 */
record UserView(
        long id,
        String username,
        boolean online,
        Instant lastSeen,
        Long roomId,
        long unreadCount,
        Message lastMessage,
        @JsonInclude(Include.NON_NULL) Boolean deleted) {}
