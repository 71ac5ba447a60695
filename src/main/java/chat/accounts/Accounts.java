package chat.accounts;

import chat.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Making an account, and finding the one that a name and a password open. */
public final class Accounts {
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
            return user.filter(found -> fits).map(User::id);
        });
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
