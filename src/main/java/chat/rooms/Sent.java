package chat.rooms;

import java.util.List;

/**
 * A message that has been committed and delivered.
 *
 * @param members the room's members, who got it
 * @param caughtUp whether sending it also marked earlier messages as read
 */
public record Sent(Room room, List<Long> members, long senderId, long seq, boolean caughtUp) {}
