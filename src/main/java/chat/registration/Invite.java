package chat.registration;

import java.time.Instant;

/**
 * A link by which one may register.
 *
 * @param expiresAt null: it does not
 * @param maxUses null: any number
 * @param revokedAt null: it was not
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
