package chat.conversations;

import chat.messages.Message;

/**
 * A room as one of its members sees it: the contract's {@code Room}.
 *
 * @param name a group's own; in a direct room the other's name
 * @param userId the other of a direct room; null in a group
 * @param lastMessage null before the first
 * @param readSeq how far this member has read
 * @param allReadSeq how far all others have
 */
record RoomView(
        long id,
        String kind,
        String name,
        Long userId,
        Message lastMessage,
        long lastSeq,
        long rev,
        long readSeq,
        long allReadSeq,
        long unreadCount) {
    /** The same group as another member sees it. */
    RoomView seenFrom(long otherReadSeq, long ownAhead, long otherAllReadSeq) {
        long unread = Math.max(0, lastSeq - otherReadSeq - ownAhead);
        return new RoomView(id, kind, name, userId, lastMessage, lastSeq, rev, otherReadSeq, otherAllReadSeq, unread);
    }
}
