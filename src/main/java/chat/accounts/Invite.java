package chat.accounts;

import java.time.Instant;

/**
 * A link that lets people register.
 *
 * @param expiresAt null if it never expires
 * @param maxUses null for no limit
 * @param revokedAt null if it is not revoked
 */
public record Invite(long id, Instant createdAt, Instant expiresAt, Integer maxUses, int uses, Instant revokedAt) {
    public enum State {
        VALID,
        USED_UP,
        EXPIRED,
        REVOKED
    }

    public State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        if (maxUses != null && uses >= maxUses) {
            return State.USED_UP;
        }
        return expiresAt != null && !expiresAt.isAfter(now) ? State.EXPIRED : State.VALID;
    }
}
