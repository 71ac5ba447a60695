package chat.accounts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import chat.feature.Base;
import chat.testing.TestDatabase;
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

class AuthenticationTest {
    private static final String PASSWORD = "password123";

    @TempDir
    Path folder;

    private static final ClientAddress HERE = ClientAddress.parse("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.parse("198.51.100.1");
    private static final int MAX_PER_ADDRESS = 40;
    private static final int MAX_TOTAL = 100;

    private static Authentication authentication(Database database, Passwords passwords) {
        Clock clock = Clock.systemUTC();
        Base base = new Base(database, null, null, null, new Budgets(1), null, clock, clock);
        return new Authentication(base, passwords, new Registration(database, clock, true));
    }

    @Test
    void oneAddressCannotFillTheQueueOfPasswords() {
        CountDownLatch over = new CountDownLatch(1);
        Passwords.Bcrypt slow = (password, salt) -> {
            await().until(() -> over.getCount() == 0);
            return BCrypt.hashpw(password, salt);
        };
        try (Database database = TestDatabase.open(folder);
                Passwords passwords = new Passwords(4, Duration.ofMinutes(1), slow)) {
            Authentication accounts = authentication(database, passwords);
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < MAX_PER_ADDRESS; i += 4) {
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
            for (int i = waiting.size(); i < MAX_TOTAL; i++) {
                waiting.add(accounts.hash(ClientAddress.parse("203.0.113." + i), PASSWORD));
            }
            assertRefused(503, accounts.hash(ELSEWHERE, PASSWORD));
            over.countDown();
            waiting.forEach(CompletableFuture::join);
            accounts.hash(HERE, PASSWORD).join();
        }
    }

    private static void assertRefused(int status, CompletableFuture<?> answer) {
        assertTrue(answer.isDone(), "refused at once");
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertEquals(
                status, assertInstanceOf(ApiError.class, failure.getCause()).status());
    }

    @Test
    void aLoginRaisesTheCostOfTheHashOnly() {
        try (Database database = TestDatabase.open(folder);
                Passwords cheap = new Passwords(4);
                Passwords expensive = new Passwords(6)) {
            authentication(database, cheap)
                    .register(HERE, "alice", PASSWORD, null)
                    .join();
            Authentication accounts = authentication(database, expensive);
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
    void aDecomposedPasswordIsRehashedComposed() {
        try (Database database = TestDatabase.open(folder);
                Passwords passwords = new Passwords(4)) {
            Authentication accounts = authentication(database, passwords);
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
    void aCheckOfAnOldPasswordOpensNoSession() {
        try (Database database = TestDatabase.open(folder);
                Passwords passwords = new Passwords(4)) {
            Authentication accounts = authentication(database, passwords);
            User alice = accounts.register(HERE, "alice", PASSWORD, null).join().orElseThrow();
            SessionKey key = new SessionKey("ab".repeat(32));
            assertTrue(insert(database, key, alice));
            String hash = passwords.hash("another one").join();
            assertTrue(change(database, alice, hash));
            assertFalse(insert(database, new SessionKey("cd".repeat(32)), alice));
            assertFalse(change(database, alice, hash), "it does not change the password again either");
        }
    }

    private static String hash(Database database) {
        return database.read(handle -> handle.attach(UserDao.class).findByKey("alice"))
                .orElseThrow()
                .passwordHash();
    }

    private static boolean insert(Database database, SessionKey key, User user) {
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
