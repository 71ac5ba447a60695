package chat.registration;

import chat.db.Database;
import chat.web.ApiError;
import chat.web.Token;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who may make an account: everybody, whoever has an invitation, or nobody. Where there is no account yet, the first is
 * always let in.
 */
public final class Registration {
    public enum Mode {
        OPEN,
        INVITE,
        CLOSED
    }

    /** An invitation as it was made: the token is nowhere but here. */
    public record Made(long id, String token) {}

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Registration(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Why nobody may register with this invitation, or without one (null); empty: they may. */
    public Optional<String> refusal(String invite) {
        return database.read(handle -> refusal(handle.attach(RegistrationDao.class), invite));
    }

    private Optional<String> refusal(RegistrationDao registration, String invite) {
        Mode mode = mode(registration);
        if (mode == Mode.OPEN || !registration.hasUsers()) {
            return Optional.empty();
        }
        if (mode == Mode.CLOSED) {
            return Optional.of("Registration is closed on this server.");
        }
        if (invite == null) {
            return Optional.of("Registration on this server is by invitation: ask its administrator for a link.");
        }
        return registration.works(Token.hash(invite), clock.instant())
                ? Optional.empty()
                : Optional.of("This invitation no longer works. Ask the administrator for another link.");
    }

    /**
     * Counts a use of the invitation. In the transaction that makes the account, so that of many who race for the last
     * use one gets it.
     *
     * @throws ApiError 403 where they may not
     */
    public void admit(Handle handle, String invite) {
        RegistrationDao registration = handle.attach(RegistrationDao.class);
        refusal(registration, invite).ifPresent(reason -> {
            throw ApiError.forbidden(reason);
        });
        if (invite != null) {
            registration.use(Token.hash(invite), clock.instant());
        }
    }

    public Mode mode() {
        return database.read(handle -> mode(handle.attach(RegistrationDao.class)));
    }

    private static Mode mode(RegistrationDao registration) {
        return registration.mode().orElse(Mode.OPEN);
    }

    /** Whether that changes anything. */
    public boolean setMode(Handle handle, Mode mode) {
        RegistrationDao registration = handle.attach(RegistrationDao.class);
        boolean changes = mode(registration) != mode;
        registration.setMode(mode);
        return changes;
    }

    /** @param expiresAt null, as {@code maxUses}, for no limit */
    public Made invite(Handle handle, Instant expiresAt, Integer maxUses) {
        String token = Token.make(random);
        long id = handle.attach(RegistrationDao.class).insert(Token.hash(token), clock.instant(), expiresAt, maxUses);
        return new Made(id, token);
    }

    public Optional<Invite> find(long inviteId) {
        return database.read(handle -> handle.attach(RegistrationDao.class).find(inviteId));
    }

    /** Those made before that one, the newest first. */
    public List<Invite> invites(long before, int limit) {
        return database.read(handle -> handle.attach(RegistrationDao.class).list(before, limit));
    }

    /** Whether that changes anything. */
    public boolean revoke(Handle handle, long inviteId) {
        return handle.attach(RegistrationDao.class).revoke(inviteId, clock.instant()) > 0;
    }
}
