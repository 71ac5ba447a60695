package chat.rooms;

/**
 * A conversation. A {@code direct} room has exactly two members, {@code lowUserId} and {@code highUserId}. A
 * {@code group} has a name.
 *
 * @param lastSeq the {@code seq} of the newest message; 0 if there is none
 * @param rev how often it has changed
 */
public record Room(long id, String kind, String name, Long lowUserId, Long highUserId, long lastSeq, long rev) {
    public boolean isDirect() {
        return kind.equals("direct");
    }

    /** The other member of a direct room; null in a group. */
    public Long otherThan(long userId) {
        if (!isDirect()) {
            return null;
        }
        return userId == lowUserId ? highUserId : lowUserId;
    }
}
