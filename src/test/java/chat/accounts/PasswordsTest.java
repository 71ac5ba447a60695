package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

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
}
