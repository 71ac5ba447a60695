package chat.messages;

import chat.rooms.Room;
import java.util.List;

/**
 * The result of storing a {@link Draft}.
 *
 * @param isNew false for a retry: the message is then the one that was stored first
 * @param members the room's members, who get the message; empty for a retry
 * @param caughtUp whether sending it also marked earlier messages as read. If one commit holds several messages of a
 *     sender to a room, it can be true only for the last of them
 */
record Stored(Message message, boolean isNew, Room room, List<Long> members, boolean caughtUp) {}
