package chat.accounts;

import chat.db.Database;
import chat.db.NameKey;
import chat.feature.Base;
import chat.web.ApiError;
import chat.web.Budget;
import chat.web.Budgets;
import chat.web.ClientAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates accounts, and checks names and passwords. Each password that waits to be hashed counts against the budget of
 * the client's address, so that one address leaves room for others. If the address has used up its share, the future
 * fails with 429. If the whole budget is used up, it fails with 503.
 */
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    /** The name of deleted users. It has a space, so no account can have it. */
    private static final String DELETED_NAME = "Deleted user";

    private final Database database;
    private final Passwords passwords;
    private final Registration registration;
    private final Budgets budgets;
    private final Clock clock;

    Authentication(Base base, Passwords passwords, Registration registration) {
        database = base.database();
        budgets = base.budgets();
        clock = base.clock();
        this.passwords = passwords;
        this.registration = registration;
    }

    boolean isTaken(String username) {
        return database.read(handle -> handle.attach(UserDao.class).isTaken(key(username)));
    }

    /**
     * Returns the new account, or empty if the name is taken.
     *
     * @param invite null without an invitation
     */
    CompletableFuture<Optional<User>> register(ClientAddress from, String username, String password, String invite) {
        Instant now = clock.instant();
        return hash(from, password)
                .thenCompose(hash -> database.write(handle -> {
                    UserDao users = handle.attach(UserDao.class);
                    if (users.isTaken(key(username))) {
                        return Optional.empty();
                    }
                    registration.admit(handle, invite);
                    return users.find(users.insert(username, key(username), NameKey.of(username), hash, now));
                }));
    }

    /**
     * Returns the account, or empty for an unknown name or a wrong password; both take the same time. Fails with 403 if
     * the password is right but the account is suspended.
     */
    CompletableFuture<Optional<User>> authenticate(ClientAddress from, String username, String password) {
        return authenticate(from, users -> users.findByKey(key(username)), password)
                .thenApply(found -> {
                    if (found.filter(User::suspended).isPresent()) {
                        throw ApiError.forbidden("This account is suspended. Ask the administrator of this server.");
                    }
                    return found;
                });
    }

    /** Returns the account of a signed-in user who enters the password again, or empty for a wrong password. */
    CompletableFuture<Optional<User>> authenticate(ClientAddress from, long userId, String password) {
        return authenticate(from, users -> users.find(userId), password);
    }

    private CompletableFuture<Optional<User>> authenticate(
            ClientAddress from, Function<UserDao, Optional<User>> find, String password) {
        return withinBudget(
                from,
                () -> passwords.compute(() -> {
                    Optional<User> user = database.read(handle -> find.apply(handle.attach(UserDao.class)));
                    Optional<String> match = passwords.match(
                            password, user.map(User::passwordHash).orElse(null));
                    match.ifPresent(form -> rehash(user.orElseThrow(), form));
                    return user.filter(any -> match.isPresent());
                }));
    }

    /**
     * Replaces an outdated hash, or the hash of a password that was not normalized. The login does not wait for this,
     * and succeeds even if it fails.
     */
    private void rehash(User user, String password) {
        String normalized = Passwords.normalized(password);
        boolean outdated = passwords.isOutdated(user.passwordHash()) || !password.equals(normalized);
        if (!outdated || !PasswordRules.fitsBcrypt(normalized)) {
            return;
        }
        passwords
                .hash(password)
                .thenCompose(hash -> database.write(
                        handle -> handle.attach(UserDao.class).replaceHash(user.id(), user.passwordHash(), hash)))
                .exceptionally(failure -> {
                    LOG.warn("Could not replace an outdated password hash: {}", failure.toString());
                    return false;
                });
    }

    /** Hashes a new password, for {@link #changePassword} and {@link #setPassword}. */
    CompletableFuture<String> hash(ClientAddress from, String password) {
        return withinBudget(from, () -> passwords.hash(password));
    }

    private <T> CompletableFuture<T> withinBudget(ClientAddress from, Supplier<CompletableFuture<T>> work) {
        Budgets.Lease lease;
        try {
            lease = budgets.take(Budget.PASSWORDS, from.network(), null, 1);
        } catch (ApiError refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        return work.get().whenComplete((done, failure) -> lease.close());
    }

    /**
     * Sets the password and deletes the account's reset link. If the password was changed since the user was looked up,
     * it changes nothing and returns false. Called in a transaction.
     */
    boolean changePassword(Handle handle, User user, String hash) {
        UserDao users = handle.attach(UserDao.class);
        boolean changed = users.changePassword(user.id(), user.passwordChanges(), hash);
        if (changed) {
            users.deleteResetLink(user.id());
        }
        return changed;
    }

    /** Sets the password unconditionally, and deletes the account's reset link. Called in a transaction. */
    void setPassword(Handle handle, long userId, String hash) {
        UserDao users = handle.attach(UserDao.class);
        users.setPassword(userId, hash);
        users.deleteResetLink(userId);
    }

    /** Makes signing in impossible, and replaces the name. Called in a transaction. */
    void delete(Handle handle, long userId) {
        UserDao users = handle.attach(UserDao.class);
        users.delete(userId, DELETED_NAME, NameKey.of(DELETED_NAME), clock.instant());
        users.deleteResetLink(userId);
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
