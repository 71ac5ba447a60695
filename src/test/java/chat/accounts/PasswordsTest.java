package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.web.ApiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final int COST = 9;

    private static long medianNanos(Passwords passwords, String hash) {
        long[] nanos = LongStream.range(0, 7)
                .map(i -> {
                    long begin = System.nanoTime();
                    passwords.fits("password" + i, hash);
                    return System.nanoTime() - begin;
                })
                .sorted()
                .toArray();
        return nanos[nanos.length / 2];
    }

    @Test
    void aPasswordFitsItsOwnHashOnly() {
        try (Passwords passwords = new Passwords(4)) {
            String hash = passwords.hash("password123").join();
            assertTrue(passwords.fits("password123", hash));
            assertFalse(passwords.fits("password124", hash));
            assertFalse(passwords.fits("password123", null));
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
    void whatIsNoHashFitsNobody(String hash) {
        try (Passwords passwords = new Passwords(4)) {
            assertFalse(passwords.fits("password123", hash));
            assertFalse(passwords.fits("", hash));
        }
    }

    @Test
    void aHashOfALowerCostIsOutdated() {
        try (Passwords cheap = new Passwords(4);
                Passwords dear = new Passwords(5)) {
            String hash = cheap.hash("password123").join();
            assertTrue(dear.isOutdated(hash));
            assertFalse(cheap.isOutdated(hash));
            assertFalse(cheap.isOutdated(dear.hash("password123").join()));
            assertTrue(cheap.isOutdated("pbkdf2:sha256:1$salt$abc"));
        }
    }

    @Test
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        try (Passwords passwords = new Passwords(COST)) {
            String hash = passwords.hash("password123").join();
            medianNanos(passwords, hash); // warm
            long wrong = medianNanos(passwords, hash);
            long unknown = medianNanos(passwords, null);
            assertTrue(unknown > wrong / 2 && unknown < wrong * 2, "unknown " + unknown + ", wrong " + wrong);
        }
    }

    private static void assertBusy(CompletableFuture<?> refused) {
        ApiError error = (ApiError)
                assertThrows(CompletionException.class, refused::join).getCause();
        assertEquals(503, error.status());
        assertTrue(error.body().retryAfter() > 0);
    }

    @Test
    void whoFindsTooManyWaitingIsToldToComeAgain() {
        CountDownLatch over = new CountDownLatch(1);
        try (Passwords passwords = new Passwords(4)) {
            int tooMany = 1_000;
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            CompletableFuture<?> last;
            do {
                last = passwords.compute(() -> await(over));
                waiting.add(last);
            } while (!last.isDone() && waiting.size() < tooMany);
            assertTrue(waiting.size() < tooMany, "the queue has an end");
            assertBusy(last);

            over.countDown();
            waiting.remove(last);
            waiting.forEach(CompletableFuture::join);
            passwords.hash("password123").join();
        }
    }

    @Test
    void whoHasWaitedForTooLongIsToldToComeAgain() {
        try (Passwords passwords = new Passwords(4, Duration.ZERO)) {
            assertBusy(passwords.hash("password123"));
        }
    }

    @Test
    void whoWaitsWhenItEndsIsToldToComeAgain() {
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<?>> all;
        try (Passwords passwords = new Passwords(4)) {
            all = Stream.generate(() -> passwords.compute(() -> await(over)))
                    .limit(50)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        over.countDown();
        assertBusy(all.get(49));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
