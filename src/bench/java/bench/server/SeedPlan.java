package bench.server;

/**
 * What a database has before a run. Users are 1 to {@code users}; a group, if any, is room 1.
 *
 * @param pairs whether 1 and 2, 3 and 4, and so on have written to each other
 * @param group how many members the group has; 0: there is none
 * @param rooms how many conversations user 1 has with others, one each
 * @param messages how many messages these have in all
 */
public record SeedPlan(int users, boolean pairs, int group, int rooms, long messages) {
    public SeedPlan {
        check(users >= 1, "There must be a user.");
        check(group <= users, "A group cannot have more members than there are users.");
        check(rooms < users, "So many conversations need one user more.");
        check(!pairs || rooms == 0, "Pairs and rooms would both make a conversation of users 1 and 2.");
        check(rooms == 0 ? messages == 0 : messages >= rooms, "Each of the rooms needs a message.");
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

    /** The first room that is no group. */
    public int firstRoom() {
        return group > 0 ? 2 : 1;
    }

    public long messagesInRoom() {
        return messages / rooms;
    }

    /** The id of a message: all rooms have their first before any has its second. */
    public long messageId(int room, long seq) {
        return (seq - 1) * rooms + room - firstRoom() + 1;
    }
}
