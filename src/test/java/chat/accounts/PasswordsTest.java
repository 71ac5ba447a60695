package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
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
}
