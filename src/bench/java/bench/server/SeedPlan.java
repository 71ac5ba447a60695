package bench.server;

/**
 * The contents of a database before a run. User ids are 1 to {@code users}. A group, if any, is room 1.
 *
 * @param pairs whether users 1 and 2, 3 and 4, and so on have a conversation
 * @param group the number of members of the group; 0 for no group
 * @param rooms the number of other users with whom user 1 has a conversation
 * @param messages the number of messages in all these conversations
 */
public record SeedPlan(int users, boolean pairs, int group, int rooms, long messages) {
    public SeedPlan {
        check(users >= 1, "At least one user is needed.");
        check(group <= users, "A group cannot have more members than there are users.");
        check(rooms < users, "The number of rooms must be below the number of users.");
        check(!pairs || rooms == 0, "Pairs and rooms exclude each other: both create a conversation of users 1 and 2.");
        check(rooms == 0 ? messages == 0 : messages >= rooms, "Each room needs a message, and messages need a room.");
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    public static SeedPlan users(int users) {
        return new SeedPlan(users, false, 0, 0, 0);
    }

    public static SeedPlan pairs(int users) {
        return new SeedPlan(users, true, 0, 0, 0);
    }

    public static SeedPlan group(int members) {
        return new SeedPlan(members, false, members, 0, 0);
    }

    public static SeedPlan history(int users, int rooms, long messages) {
        return new SeedPlan(users, false, 0, rooms, messages);
    }

    /** The first direct room. */
    public int firstRoom() {
        return group > 0 ? 2 : 1;
    }

    public long messagesInRoom() {
        return messages / rooms;
    }

    /** The id of a message. The first messages of all rooms have lower ids than any second message. */
    public long messageId(int room, long seq) {
        return (seq - 1) * rooms + room - firstRoom() + 1;
    }
}
