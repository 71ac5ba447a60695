package chat.accounts;

import chat.db.Database;
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
 * Makes accounts, and finds the account that a name and a password open. What waits for a hash counts for the address
 * that asked, so that one address leaves room for others. Beyond its share the future fails with 429, or with 503 if
 * nobody has room.
 */
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    /** The name of deleted users. No account can have it. */
    private static final String DELETED = "Deleted user";

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
     * The new account; empty if the name was taken meanwhile.
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
                    return users.find(users.insert(username, key(username), hash, now));
                }));
    }

    /**
     * The account; empty for an unknown name or a wrong password, after the same time. Fails with 403 for a suspended
     * account, if the password is right.
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

    /** The account of a signed-in user who gives the password again; empty for a wrong one. */
    CompletableFuture<Optional<User>> authenticate(ClientAddress from, long userId, String password) {
        return authenticate(from, users -> users.find(userId), password);
    }

    private CompletableFuture<Optional<User>> authenticate(
            ClientAddress from, Function<UserDao, Optional<User>> find, String password) {
        return counted(
                from,
                () -> passwords.compute(() -> {
                    Optional<User> user = database.read(handle -> find.apply(handle.attach(UserDao.class)));
                    Optional<String> fit =
                            passwords.fit(password, user.map(User::passwordHash).orElse(null));
                    fit.ifPresent(form -> strengthen(user.orElseThrow(), form));
                    return user.filter(any -> fit.isPresent());
                }));
    }

    /**
     * Replaces a hash of another kind, or of a password that is not composed. The login neither waits for it nor sees
     * it fail.
     */
    private void strengthen(User user, String password) {
        String composed = Passwords.composed(password);
        boolean outdated = passwords.isOutdated(user.passwordHash()) || !password.equals(composed);
        if (!outdated || !PasswordRules.fitsBcrypt(composed)) {
            return;
        }
        passwords
                .hash(password)
                .thenCompose(hash -> database.write(
                        handle -> handle.attach(UserDao.class).replaceHash(user.id(), user.passwordHash(), hash)))
                .exceptionally(failure -> {
                    LOG.warn("Could not strengthen a password's hash: {}", failure.toString());
                    return false;
                });
    }

    /** Hashes a new password, for {@link #changePassword} and {@link #setPassword}. */
    CompletableFuture<String> hash(ClientAddress from, String password) {
        return counted(from, () -> passwords.hash(password));
    }

    private <T> CompletableFuture<T> counted(ClientAddress from, Supplier<CompletableFuture<T>> work) {
        Budgets.Lease lease;
        try {
            lease = budgets.take(Budget.PASSWORDS, from.network(), null, 1);
        } catch (ApiError refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        return work.get().whenComplete((done, failure) -> lease.close());
    }

    /**
     * Sets the password, unless it was changed since the user was looked up; then returns false. Called in a
     * transaction. A reset link for the old password stops working, as it does with every change below.
     */
    boolean changePassword(Handle handle, User user, String hash) {
        UserDao users = handle.attach(UserDao.class);
        boolean changed = users.changePassword(user.id(), user.passwordChanges(), hash);
        if (changed) {
            users.dropResetLink(user.id());
        }
        return changed;
    }

    /** Sets the password in any case. Called in a transaction. */
    void setPassword(Handle handle, long userId, String hash) {
        UserDao users = handle.attach(UserDao.class);
        users.setPassword(userId, hash);
        users.dropResetLink(userId);
    }

    /** Nobody can sign in to the account any more, and its messages are a deleted user's. Called in a transaction. */
    void delete(Handle handle, long userId) {
        UserDao users = handle.attach(UserDao.class);
        users.delete(userId, DELETED, clock.instant());
        users.dropResetLink(userId);
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
