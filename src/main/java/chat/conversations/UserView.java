package chat.conversations;

import chat.messages.Message;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;

/**
 * A user as listed for another, with the conversation between the two.
 *
 * @param roomId null, as {@code lastMessage}, before the first message
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
