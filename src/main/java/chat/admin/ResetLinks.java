package chat.admin;

import chat.accounts.Accounts;
import chat.db.Database;
import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Token;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Links that set a new password without the old one. A link works once, within a day, and only the newest one of an
 * account does. Any change of the password ends it too, in the same transaction.
 */
final class ResetLinks {
    static final Duration LIFE = Duration.ofHours(24);

    record Owner(long id, String username) {}

    private final Database database;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ResetLinks(Database database, Accounts accounts, AuditLog audit, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a link in place of the one before, and returns its token. */
    String make(Handle handle, long userId) {
        return make(handle, userId, random, clock);
    }

    static String make(Handle handle, long userId, SecureRandom random, Clock clock) {
        String token = Token.make(random);
        handle.attach(ResetDao.class)
                .put(userId, Token.hash(token), clock.instant().plus(LIFE));
        return token;
    }

    /**
     * The account whose password the link sets.
     *
     * @throws ApiError 404 if the link does not work, or no longer
     */
    Owner owner(String token) {
        return database.read(handle -> owner(handle, token));
    }

    private Owner owner(Handle handle, String token) {
        return handle.attach(ResetDao.class)
                .find(Token.hash(token), clock.instant())
                .orElseThrow(() -> ApiError.notFound(
                        "This link does not work, or no longer works: it is for one use within 24 hours, and"
                                + " ends when the password is changed. Ask the administrator for another."));
    }

    /** Sets the password, and ends all sessions of the account. */
    CompletableFuture<Void> use(ClientAddress from, String token, String password) {
        return accounts.hash(from, password)
                .thenCompose(hash -> database.write(handle -> {
                    long userId = owner(handle, token).id();
                    accounts.setPassword(handle, userId, hash);
                    audit.write(handle, userId, AuditAction.PASSWORD_RESET, userId, null);
                    return accounts.endSessions(handle, userId);
                }))
                .thenAccept(Runnable::run);
    }
}
