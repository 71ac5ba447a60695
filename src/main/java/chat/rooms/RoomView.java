package chat.rooms;

/**
 * A room as one of its members sees it. The protocol calls this {@code Room}.
 *
 * @param name the name of a group, or of the other member of a direct room
 * @param userId the other member of a direct room; null in a group
 * @param lastMessage null if there is none
 * @param readSeq the {@code seq} up to which this member has read
 * @param allReadSeq the {@code seq} up to which all other members have read
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
