package chat.rooms;

import java.util.List;

/**
 * A message that has been committed and delivered.
 *
 * @param members who got it
 * @param caughtUp whether the sender had not read all messages of others until now
 */
public record Sent(Room room, List<Long> members, long senderId, long seq, boolean caughtUp) {}
