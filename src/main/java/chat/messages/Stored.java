package chat.messages;

import chat.rooms.Room;
import java.util.List;

/**
 * What became of a {@link Draft}.
 *
 * @param isNew false if its client id was known: the message is the one that was stored first
 * @param members who gets it; empty if it is not new
 * @param caughtUp whether the sender had not read all messages of others until now. Of several messages of one sender
 *     in one commit, only the last says so
 */
record Stored(Message message, boolean isNew, Room room, List<Long> members, boolean caughtUp) {}
