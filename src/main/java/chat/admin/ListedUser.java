package chat.admin;

import java.time.Instant;

/**
 * A user as the administrator sees them. Public for the templates.
 *
 * @param suspendedAt null if the account is not suspended
 * @param deletedAt null if the account is not deleted
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

    ListedUser withLastSeen(Instant time) {
        return new ListedUser(id, username, usernameKey, createdAt, time, suspendedAt, deletedAt, sessions);
    }
}
