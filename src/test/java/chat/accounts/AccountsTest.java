package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import chat.registration.Registration;
import chat.testing.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mindrot.jbcrypt.BCrypt;

class AccountsTest {
    private static final String PASSWORD = "password123";

    @TempDir
    Path folder;

    private static Accounts accounts(Database database, Passwords passwords) {
        Clock clock = Clock.systemUTC();
        return new Accounts(database, passwords, new Registration(database, clock), clock);
    }

    @Test
    void aLoginRaisesTheCostOfAHashAndChangesNothingElse() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords cheap = new Passwords(4);
                Passwords dear = new Passwords(6)) {
            accounts(database, cheap).register("alice", PASSWORD, null).join();
            Accounts accounts = accounts(database, dear);
            assertTrue(accounts.authenticate("alice", "wrong password").join().isEmpty());
            assertTrue(hash(database).startsWith("$2a$04$"));
            assertTrue(accounts.authenticate("alice", PASSWORD).join().isPresent());
            Eventually.until(() -> hash(database).startsWith("$2a$06$"));
            assertTrue(accounts.authenticate("alice", PASSWORD).join().isPresent());
        }
    }

    @Test
    void aPasswordThatWasHashedDecomposedIsHashedAnewComposed() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords passwords = new Passwords(4)) {
            Accounts accounts = accounts(database, passwords);
            User alice = accounts.register("alice", PASSWORD, null).join().orElseThrow();
            String decomposed = "pa\u0308ssword";
            String former = BCrypt.hashpw(decomposed, BCrypt.gensalt(4));
            assertTrue(change(database, alice, former));
            assertTrue(accounts.authenticate("alice", "p\u00e4ssword").join().isEmpty());
            assertTrue(accounts.authenticate("alice", decomposed).join().isPresent());
            Eventually.until(() -> !hash(database).equals(former));
            assertTrue(accounts.authenticate("alice", "p\u00e4ssword").join().isPresent());
            assertTrue(accounts.authenticate("alice", decomposed).join().isPresent());
        }
    }

    @Test
    void whatWasCheckedAgainstAnOldPasswordOpensNothing() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords passwords = new Passwords(4)) {
            Accounts accounts = accounts(database, passwords);
            User alice = accounts.register("alice", PASSWORD, null).join().orElseThrow();
            String key = "ab".repeat(32);
            assertTrue(insert(database, key, alice));
            String hash = passwords.hash("another one").join();
            assertTrue(change(database, alice, hash));
            assertFalse(insert(database, "cd".repeat(32), alice));
            assertFalse(change(database, alice, hash), "nor does it change it once more");
        }
    }

    private static String hash(Database database) {
        return database.read(handle -> handle.attach(UserDao.class).findByKey("alice"))
                .orElseThrow()
                .passwordHash();
    }

    private static boolean insert(Database database, String key, User user) {
        return database.write(handle -> handle.attach(SessionDao.class)
                        .insert(key, user.id(), user.passwordChanges(), Instant.now(), "", ""))
                .join();
    }

    private static boolean change(Database database, User user, String hash) {
        return database.write(
                        handle -> handle.attach(UserDao.class).changePassword(user.id(), user.passwordChanges(), hash))
                .join();
    }
}
