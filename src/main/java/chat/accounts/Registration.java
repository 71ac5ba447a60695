package chat.accounts;

import chat.db.Database;
import chat.web.ApiError;
import chat.web.Token;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Decides who may register. The first account can always be registered. */
final class Registration {
    private final Database database;
    private final Clock clock;
    private final boolean firstIsAdministrator;
    private final SecureRandom random = new SecureRandom();

    /** @param firstIsAdministrator whether the first account is the administrator's */
    Registration(Database database, Clock clock, boolean firstIsAdministrator) {
        this.database = database;
        this.clock = clock;
        this.firstIsAdministrator = firstIsAdministrator;
    }

    boolean hasUsers() {
        return database.read(handle -> handle.attach(RegistrationDao.class).hasUsers());
    }

    /** A sentence for the first person; empty if there are accounts already. */
    Optional<String> welcome() {
        if (hasUsers()) {
            return Optional.empty();
        }
        return Optional.of("You are the first one here. "
                + (firstIsAdministrator ? "You" : "The account that ADMIN_USERNAME names")
                + " will administer this chat, and invite others by a link afterwards.");
    }

    /** The reason why registration with this invitation (null for none) is refused; empty if it is allowed. */
    Optional<String> refusal(String invite) {
        return database.read(handle -> refusal(handle.attach(RegistrationDao.class), invite));
    }

    private Optional<String> refusal(RegistrationDao registration, String invite) {
        RegistrationMode mode = mode(registration);
        if (mode == RegistrationMode.OPEN || !registration.hasUsers()) {
            return Optional.empty();
        }
        if (mode == RegistrationMode.CLOSED) {
            return Optional.of("Registration is closed on this server.");
        }
        if (invite == null) {
            return Optional.of("Registration on this server is by invitation: ask its administrator for a link.");
        }
        return registration.isValid(Token.hash(invite), clock.instant())
                ? Optional.empty()
                : Optional.of("This invitation no longer works. Ask the administrator for another link.");
    }

    /**
     * Counts a use of the invitation. Called in the transaction that creates the account, so that only one of several
     * concurrent registrations gets the last use.
     *
     * @throws ApiError 403 if registration is refused
     */
    void admit(Handle handle, String invite) {
        RegistrationDao registration = handle.attach(RegistrationDao.class);
        refusal(registration, invite).ifPresent(reason -> {
            throw ApiError.forbidden(reason);
        });
        if (invite != null) {
            registration.use(Token.hash(invite), clock.instant());
        }
    }

    RegistrationMode mode() {
        return database.read(handle -> mode(handle.attach(RegistrationDao.class)));
    }

    private static RegistrationMode mode(RegistrationDao registration) {
        return registration.mode().orElse(RegistrationMode.OPEN);
    }

    /** Returns whether the mode changed. */
    boolean setMode(Handle handle, RegistrationMode mode) {
        RegistrationDao registration = handle.attach(RegistrationDao.class);
        boolean changes = mode(registration) != mode;
        registration.setMode(mode);
        return changes;
    }

    /**
     * @param expiresAt null if it never expires
     * @param maxUses null for no limit
     */
    NewInvite invite(Handle handle, Instant expiresAt, Integer maxUses) {
        String token = Token.make(random);
        long id = handle.attach(RegistrationDao.class).insert(Token.hash(token), clock.instant(), expiresAt, maxUses);
        return new NewInvite(id, token);
    }

    Optional<Invite> find(long inviteId) {
        return database.read(handle -> handle.attach(RegistrationDao.class).find(inviteId));
    }

    /** The invitations with lower ids than this, newest first. */
    List<Invite> invites(long before, int limit) {
        return database.read(handle -> handle.attach(RegistrationDao.class).list(before, limit));
    }

    /** Returns false if it was already revoked, or does not exist. */
    boolean revoke(Handle handle, long inviteId) {
        return handle.attach(RegistrationDao.class).revoke(inviteId, clock.instant()) > 0;
    }
}
