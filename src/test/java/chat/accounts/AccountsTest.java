package chat.accounts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import chat.registration.Registration;
import chat.web.ApiError;
import chat.web.Budgets;
import chat.web.ClientAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mindrot.jbcrypt.BCrypt;

class AccountsTest {
    private static final String PASSWORD = "password123";

    @TempDir
    Path folder;

    private static final ClientAddress HERE = ClientAddress.parse("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.parse("198.51.100.1");
    private static final int OF_ONE_ADDRESS = 40;
    private static final int OF_ALL = 100;

    private static Accounts accounts(Database database, Passwords passwords) {
        Clock clock = Clock.systemUTC();
        return new Accounts(database, passwords, new Registration(database, clock), new Budgets(1), clock);
    }

    @Test
    void oneAddressLeavesRoomForThePasswordsOfOthers() {
        CountDownLatch over = new CountDownLatch(1);
        Passwords.Bcrypt slow = (password, salt) -> {
            await().until(() -> over.getCount() == 0);
            return BCrypt.hashpw(password, salt);
        };
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords passwords = new Passwords(4, Duration.ofMinutes(1), slow)) {
            Accounts accounts = accounts(database, passwords);
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < OF_ONE_ADDRESS; i += 4) {
                waiting.add(accounts.register(HERE, "user" + i, PASSWORD, null));
                waiting.add(accounts.hash(HERE, PASSWORD));
                waiting.add(accounts.authenticate(HERE, "nobody", PASSWORD));
                waiting.add(accounts.authenticate(HERE, 1, PASSWORD));
            }
            assertRefused(429, accounts.register(HERE, "alice", PASSWORD, null));
            assertRefused(429, accounts.hash(HERE, PASSWORD));
            assertRefused(429, accounts.authenticate(HERE, "alice", PASSWORD));
            assertRefused(429, accounts.authenticate(HERE, 1, PASSWORD));
            waiting.add(accounts.register(ELSEWHERE, "bob", PASSWORD, null));
            for (int i = waiting.size(); i < OF_ALL; i++) {
                waiting.add(accounts.hash(ClientAddress.parse("203.0.113." + i), PASSWORD));
            }
            assertRefused(503, accounts.hash(ELSEWHERE, PASSWORD));
            over.countDown();
            waiting.forEach(CompletableFuture::join);
            accounts.hash(HERE, PASSWORD).join();
        }
    }

    private static void assertRefused(int status, CompletableFuture<?> answer) {
        assertTrue(answer.isDone(), "told at once");
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertEquals(
                status, assertInstanceOf(ApiError.class, failure.getCause()).status());
    }

    @Test
    void aLoginRaisesTheCostOfAHashAndChangesNothingElse() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords cheap = new Passwords(4);
                Passwords dear = new Passwords(6)) {
            accounts(database, cheap).register(HERE, "alice", PASSWORD, null).join();
            Accounts accounts = accounts(database, dear);
            assertTrue(accounts.authenticate(HERE, "alice", "wrong password")
                    .join()
                    .isEmpty());
            assertTrue(hash(database).startsWith("$2a$04$"));
            assertTrue(accounts.authenticate(HERE, "alice", PASSWORD).join().isPresent());
            await().until(() -> hash(database).startsWith("$2a$06$"));
            assertTrue(accounts.authenticate(HERE, "alice", PASSWORD).join().isPresent());
        }
    }

    @Test
    void aPasswordThatWasHashedDecomposedIsHashedAnewComposed() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords passwords = new Passwords(4)) {
            Accounts accounts = accounts(database, passwords);
            User alice = accounts.register(HERE, "alice", PASSWORD, null).join().orElseThrow();
            String decomposed = "pa\u0308ssword";
            String former = BCrypt.hashpw(decomposed, BCrypt.gensalt(4));
            assertTrue(change(database, alice, former));
            assertTrue(
                    accounts.authenticate(HERE, "alice", "p\u00e4ssword").join().isEmpty());
            assertTrue(accounts.authenticate(HERE, "alice", decomposed).join().isPresent());
            await().until(() -> !hash(database).equals(former));
            assertTrue(
                    accounts.authenticate(HERE, "alice", "p\u00e4ssword").join().isPresent());
            assertTrue(accounts.authenticate(HERE, "alice", decomposed).join().isPresent());
        }
    }

    @Test
    void whatWasCheckedAgainstAnOldPasswordOpensNothing() {
        try (Database database = Database.open(folder.resolve("messaging.db"));
                Passwords passwords = new Passwords(4)) {
            Accounts accounts = accounts(database, passwords);
            User alice = accounts.register(HERE, "alice", PASSWORD, null).join().orElseThrow();
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
