package chat.admin;

import java.time.Instant;

/**
 * A user as the administrator sees them.
 *
 * @param suspendedAt null, as {@code deletedAt}, where it does not hold
 */
public record ListedUser(
        long id,
        String username,
        String usernameKey,
        Instant createdAt,
        Instant lastSeen,
        Instant suspendedAt,
        Instant deletedAt,
        int sessions) {
    public String state() {
        if (deletedAt != null) {
            return "deleted";
        }
        return suspendedAt != null ? "suspended" : "active";
    }

    ListedUser seen(Instant when) {
        return new ListedUser(id, username, usernameKey, createdAt, when, suspendedAt, deletedAt, sessions);
    }
}
