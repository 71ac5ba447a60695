package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.MutableClock;
import chat.web.ClientAddress;
import chat.web.RateLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The counters of one account or address are not evicted by those of others. */
class LoginLimitsTest {
    private static final ClientAddress GUESSER = ClientAddress.parse("198.51.100.7");
    private static final ClientAddress OTHER = ClientAddress.parse("198.51.100.8");
    private static final ClientAddress HOME = ClientAddress.parse("203.0.113.9");

    private final MutableClock clock = new MutableClock().stop();
    private final LoginLimits logins = new LoginLimits(new RateLimits(1, clock));

    /** Whether the password was checked. */
    private boolean tried(String name, ClientAddress address, boolean right) {
        return !logins.attempt(
                        name,
                        address,
                        () -> CompletableFuture.completedFuture(right ? Optional.of(name) : Optional.empty()))
                .isCompletedExceptionally();
    }

    private boolean guesses(String name, ClientAddress address) {
        return tried(name, address, false);
    }

    private static ClientAddress customer(int number) {
        return ClientAddress.parse(
                "2001:db8:" + Integer.toHexString(number >> 16) + ":" + Integer.toHexString(number & 0xffff) + "::1");
    }

    @Test
    void refusedLoginsAtRandomNamesAllowNoFurtherGuesses() {
        for (int i = 0; i < 10; i++) {
            assertTrue(guesses("alice", GUESSER));
        }
        assertFalse(guesses("alice", GUESSER));
        int tried = 0;
        for (int i = 0; i < 150_000; i++) {
            tried += guesses("name-" + i, OTHER) ? 1 : 0;
        }
        assertEquals(100, tried);
        assertFalse(guesses("alice", GUESSER));
    }

    @Test
    void failuresAtRandomNamesFromManyAddressesAllowNoFurtherGuesses() {
        for (int i = 0; i < 10; i++) {
            guesses("alice", GUESSER);
        }
        for (int i = 0; i < 50; i++) {
            guesses("alice", customer(i / 10));
        }
        assertFalse(guesses("alice", OTHER));
        for (int i = 0; i < 150_000; i++) {
            guesses("name-" + i, customer(1000 + i / 10));
        }
        assertFalse(guesses("alice", GUESSER), "the address stays refused");
        assertFalse(guesses("alice", OTHER), "new addresses stay refused");
    }

    @Test
    void loginsRefusedAtOneNameDoNotCountForTheAddress() {
        for (int i = 0; i < 1000; i++) {
            guesses("alice", GUESSER);
        }
        assertTrue(tried("bob", GUESSER, true));
    }

    @Test
    void anAccountWithVeryManyAddressesDoesNotEvictOthers() {
        assertTrue(tried("alice", HOME, true));
        for (int i = 0; i < 150_000; i++) {
            assertTrue(tried("mallory", customer(i), true));
            if (i % 40 == 0) {
                clock.pass(Duration.ofHours(1));
            }
        }
        for (int i = 0; i < 50; i++) {
            guesses("alice", customer(i / 10));
        }
        assertFalse(guesses("alice", OTHER));
        assertTrue(tried("alice", HOME, true));
    }
}
