package chat.accounts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.web.ApiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

class PasswordsTest {
    private static final int COST = 9;

    private static final String DECOMPOSED = "pa\u0308ssword";

    /** The number of bcrypt rounds of a failed password check. */
    private static long rounds(String password, String hash) {
        LongAdder rounds = new LongAdder();
        Passwords.Bcrypt counting = (text, salt) -> {
            String made = BCrypt.hashpw(text, salt);
            rounds.add(1L << Integer.parseInt(made.substring(4, 6)));
            return made;
        };
        try (Passwords passwords = new Passwords(COST, Duration.ofSeconds(30), counting)) {
            assertTrue(passwords.match(password, hash).isEmpty());
        }
        return rounds.sum();
    }

    private static String hash(int cost) {
        return BCrypt.hashpw("password123", BCrypt.gensalt(cost));
    }

    @Test
    void aPasswordMatchesOnlyItsOwnHash() {
        try (Passwords passwords = new Passwords(4)) {
            String hash = passwords.hash("password123").join();
            assertTrue(passwords.match("password123", hash).isPresent());
            assertTrue(passwords.match("password124", hash).isEmpty());
            assertTrue(passwords.match("password123", null).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$2a$",
                "$2a$04$",
                "$2a$xx$abcdefghijklmnopqrstuv",
                "$2b$04$abcdefghijklmnopqrstuv",
                "$2a$04$ä!abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop",
                "$2a$99$abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopq",
                "pbkdf2:sha256:1$salt$abc"
            })
    void malformedHashesMatchNothing(String hash) {
        try (Passwords passwords = new Passwords(4)) {
            assertTrue(passwords.match("password123", hash).isEmpty());
            assertTrue(passwords.match("", hash).isEmpty());
        }
    }

    @Test
    void aHashOfALowerCostIsOutdated() {
        try (Passwords cheap = new Passwords(4);
                Passwords expensive = new Passwords(5)) {
            String hash = cheap.hash("password123").join();
            assertTrue(expensive.isOutdated(hash));
            assertFalse(cheap.isOutdated(hash));
            assertFalse(cheap.isOutdated(expensive.hash("password123").join()));
            assertTrue(cheap.isOutdated("pbkdf2:sha256:1$salt$abc"));
        }
    }

    @Test
    void anUnknownNameTakesAsManyRoundsAsAWrongPassword() {
        long all = 1L << COST;
        assertEquals(all, rounds("wrong", null));
        for (int cost = 4; cost <= COST; cost++) {
            assertEquals(all, rounds("wrong", hash(cost)), "hashed at cost " + cost);
            assertEquals(all, rounds("password123".repeat(10), hash(cost)), "longer than bcrypt's limit");
            assertEquals(2 * all, rounds(DECOMPOSED, hash(cost)), "both forms are checked");
        }
        assertEquals(2 * all, rounds(DECOMPOSED, null));
        assertEquals(all, rounds("wrong", "no hash"));
    }

    @Test
    void aPythonHashIsPaddedToTheSameNumberOfRounds() {
        String pbkdf2 = "pbkdf2:sha256:26400$salt$" + "00".repeat(32);
        assertEquals(100, LegacyHashes.bcryptRounds(pbkdf2));
        assertEquals((1L << COST) - 112, rounds("wrong", pbkdf2), "the rest is less than the lowest cost");
        String slower = "pbkdf2:sha512:100000$salt$" + "00".repeat(64);
        assertEquals(0, rounds("wrong", slower), "the hash itself takes longer");
        assertEquals(2849, LegacyHashes.bcryptRounds("scrypt:32768:8:1$salt$" + "00".repeat(64)));
        assertEquals(7803, LegacyHashes.bcryptRounds("pbkdf2:sha256$salt$" + "00".repeat(32)), "the maximum");
    }

    @Test
    void anAccentMayBeComposedOrDecomposed() {
        String composed = "p\u00e4ssword";
        try (Passwords passwords = new Passwords(4)) {
            String hash = passwords.hash(composed).join();
            assertTrue(passwords.match(composed, hash).isPresent());
            assertTrue(passwords.match(DECOMPOSED, hash).isPresent());
            assertTrue(
                    passwords.match(composed, passwords.hash(DECOMPOSED).join()).isPresent());
            assertTrue(passwords.match("password", hash).isEmpty());
            String former = BCrypt.hashpw(DECOMPOSED, BCrypt.gensalt(4));
            assertEquals(Optional.of(DECOMPOSED), passwords.match(DECOMPOSED, former), "the form that was typed");
        }
    }

    @Test
    void theLengthIsMeasuredAfterComposition() {
        PasswordRules rules = new PasswordRules(false);
        assertTrue(rules.problem("a\u0308".repeat(36)).isEmpty(), "108 bytes as typed, 72 composed");
        assertTrue(rules.problem("a\u0308".repeat(37)).isPresent());
        assertTrue(rules.problem("a\u0308".repeat(5)).isPresent(), "five characters");
        assertTrue(rules.problem("\u0958".repeat(12)).isEmpty());
        assertTrue(rules.problem("\u0958".repeat(13)).isPresent(), "39 bytes as typed, 78 as hashed");
        assertEquals(
                Set.of(),
                rules.problems("a\u0308".repeat(6), "\u00e4".repeat(6)).keySet());
    }

    private static void assertBusy(CompletableFuture<?> refused) {
        ApiError error = (ApiError)
                assertThrows(CompletionException.class, refused::join).getCause();
        assertEquals(503, error.status());
        assertTrue(error.body().retryAfter() > 0);
    }

    @Test
    void aFullQueueIsBusy() {
        CountDownLatch over = new CountDownLatch(1);
        try (Passwords passwords = new Passwords(4)) {
            int tooMany = 1_000;
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            CompletableFuture<?> last;
            do {
                last = passwords.compute(() -> busyUntil(over));
                waiting.add(last);
            } while (!last.isDone() && waiting.size() < tooMany);
            assertTrue(waiting.size() < tooMany, "the queue is limited");
            assertBusy(last);

            over.countDown();
            waiting.remove(last);
            waiting.forEach(CompletableFuture::join);
            passwords.hash("password123").join();
        }
    }

    @Test
    void waitingTooLongIsBusy() {
        try (Passwords passwords = new Passwords(4, Duration.ZERO, BCrypt::hashpw)) {
            assertBusy(passwords.hash("password123"));
        }
    }

    @Test
    void shutdownAnswersWaitingCallersAsBusy() {
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<?>> all;
        try (Passwords passwords = new Passwords(4)) {
            all = Stream.generate(() -> passwords.compute(() -> busyUntil(over)))
                    .limit(50)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        over.countDown();
        assertBusy(all.get(49));
    }

    private static Void busyUntil(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
        return null;
    }
}
