package chat.rooms;

/**
 * A room as one of its members sees it: the contract's {@code Room}.
 *
 * @param name a group's own name; in a direct room the other member's
 * @param userId the other member of a direct room; null in a group
 * @param lastMessage null before the first
 * @param readSeq up to where this member has read
 * @param allReadSeq up to where all others have read
 */
public record RoomView(
        long id,
        String kind,
        String name,
        Long userId,
        Object lastMessage,
        long lastSeq,
        long rev,
        long readSeq,
        long allReadSeq,
        long unreadCount) {}
