package chat.admin;

import chat.accounts.Accounts;
import chat.db.Database;
import chat.realtime.CloseCode;
import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Token;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Links with which users set a new password without the old one. A link works once, within a day. An account has at
 * most one. Any change of the password deletes it in the same transaction.
 */
final class ResetLinks {
    static final Duration LIFETIME = Duration.ofHours(24);

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

    /** Creates a link, in a transaction. It replaces the account's previous one. Returns the link's token. */
    String create(Handle handle, long userId) {
        return create(handle, userId, random, clock);
    }

    static String create(Handle handle, long userId, SecureRandom random, Clock clock) {
        String token = Token.make(random);
        handle.attach(ResetDao.class)
                .put(userId, Token.hash(token), clock.instant().plus(LIFETIME));
        return token;
    }

    /**
     * The account whose password the link sets.
     *
     * @throws ApiError 404 if the link is unknown, used or expired
     */
    Owner owner(String token) {
        return database.read(handle -> owner(handle, token));
    }

    private Owner owner(Handle handle, String token) {
        return handle.attach(ResetDao.class)
                .find(Token.hash(token), clock.instant())
                .orElseThrow(() -> ApiError.notFound(
                                "It was used already, has expired, or is incomplete. If you cannot log in, ask the"
                                        + " administrator of this server for a new link.")
                        .withTitle("This link no longer works"));
    }

    /** Sets the password and ends all sessions of the account. */
    CompletableFuture<Void> use(ClientAddress from, String token, String password) {
        return accounts.hash(from, password)
                .thenCompose(hash -> database.write(handle -> {
                    long userId = owner(handle, token).id();
                    accounts.setPassword(handle, userId, hash);
                    audit.write(handle, userId, AuditAction.PASSWORD_RESET, userId, null);
                    return accounts.endSessions(handle, userId, CloseCode.PASSWORD_CHANGED);
                }))
                .thenAccept(Runnable::run);
    }
}
