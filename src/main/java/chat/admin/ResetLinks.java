package chat.admin;

import chat.accounts.Accounts;
import chat.accounts.Sessions;
import chat.db.Database;
import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Token;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Links by which one sets a new password without the old one: for one use within a day, and only the newest works. Any
 * change of the password voids it too, in the same transaction ({@link Accounts}).
 */
public final class ResetLinks {
    static final Duration LIFE = Duration.ofHours(24);

    public record Owner(long id, String username) {}

    private record Ended(long userId, List<String> sessionKeys) {}

    private final Database database;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ResetLinks(Database database, Accounts accounts, Sessions sessions, AuditLog audit, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** The token of a new link, in place of the one before. */
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
     * Whose password it sets.
     *
     * @throws ApiError 404 for a link that does not work, or no longer
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

    /** Sets the password, and logs its owner out everywhere. */
    CompletableFuture<Void> use(ClientAddress from, String token, String password) {
        return accounts.hash(from, password)
                .thenCompose(hash -> database.write(handle -> {
                    long userId = owner(handle, token).id();
                    accounts.setPassword(handle, userId, hash);
                    audit.write(handle, userId, Act.PASSWORD_RESET, userId, null);
                    return new Ended(userId, sessions.endAll(handle, userId));
                }))
                .thenAccept(ended -> sessions.closeSockets(ended.userId(), ended.sessionKeys()));
    }
}
