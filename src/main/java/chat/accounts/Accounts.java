package chat.accounts;

import chat.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Making an account, and finding the one that a name and a password open. */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final Database database;
    private final Passwords passwords;
    private final Clock clock;

    public Accounts(Database database, Passwords passwords, Clock clock) {
        this.database = database.map(User.class);
        this.passwords = passwords;
        this.clock = clock;
    }

    boolean isTaken(String username) {
        return database.read(handle -> handle.attach(UserDao.class).isTaken(key(username)));
    }

    /** The id of the new account; empty where another took the name meanwhile. */
    CompletableFuture<Optional<Long>> register(String username, String password) {
        Instant now = clock.instant();
        return passwords
                .hash(password)
                .thenCompose(hash -> database.write(handle -> {
                    UserDao users = handle.attach(UserDao.class);
                    return users.isTaken(key(username))
                            ? Optional.empty()
                            : Optional.of(users.insert(username, key(username), hash, now));
                }));
    }

    /** The id of the account; empty for an unknown name and a wrong password alike, after the same time. */
    CompletableFuture<Optional<Long>> authenticate(String username, String password) {
        return passwords.compute(() -> {
            Optional<User> user =
                    database.read(handle -> handle.attach(UserDao.class).findByKey(key(username)));
            boolean fits = passwords.fits(password, user.map(User::passwordHash).orElse(null));
            Optional<User> found = user.filter(any -> fits);
            found.ifPresent(any -> strengthen(any, password));
            return found.map(User::id);
        });
    }

    /** A hash of another kind is replaced, in the background: whoever logs in neither waits for it nor sees it fail. */
    private void strengthen(User user, String password) {
        if (!passwords.isOutdated(user.passwordHash()) || !SignUp.fitsBcrypt(password)) {
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

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
