package chat.rooms;

/**
 * A conversation: {@code direct} between exactly two, {@code lowUserId} and {@code highUserId}, or a {@code group}
 * with a name.
 *
 * @param lastSeq the {@code seq} of its newest message, 0 before the first
 * @param rev how often it has changed
 */
public record Room(long id, String kind, String name, Long lowUserId, Long highUserId, long lastSeq, long rev) {
    public boolean isDirect() {
        return kind.equals("direct");
    }

    /** The other of a direct room; null in a group. */
    public Long otherThan(long userId) {
        if (!isDirect()) {
            return null;
        }
        return userId == lowUserId ? highUserId : lowUserId;
    }
}
