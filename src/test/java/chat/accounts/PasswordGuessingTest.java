package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Password guessing is limited and does not lock out the owner of the account. */
class PasswordGuessingTest {
    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("RATE_LIMITS", "on", "TRUSTED_PROXIES", "private"));

    private Answer login(String username, String password, String address) {
        return running.visitor()
                .fetch(
                        "POST",
                        "/login",
                        "username=" + username + "&password=" + password,
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "X-Forwarded-For",
                        address);
    }

    @BeforeEach
    void stopTheClock() {
        running.clock().stop();
    }

    @Test
    void aThousandGuessesFromOneAddressAreRefused() {
        Person alice = running.person("alice");
        long tried = IntStream.range(0, 1000)
                .filter(i ->
                        login(alice.username(), "guess" + i, "198.51.100.7").status() == 401)
                .count();
        assertEquals(10, tried);
        Answer refused = login(alice.username(), Person.PASSWORD, "198.51.100.7");
        assertEquals(429, refused.status(), "not even the right one");
        assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
        assertTrue(refused.body().contains("Try again in"), refused::body);
        assertTrue(refused.body().contains(alice.username()), "the form keeps the username");

        alice.get("/users").expect(200);
        alice.connect().close();
        assertEquals(
                303,
                login(alice.username(), Person.PASSWORD, "203.0.113.9").status(),
                "she can log in from her own address");
        running.clock().pass(Duration.ofMinutes(2));
        assertEquals(
                303, login(alice.username(), Person.PASSWORD, "198.51.100.7").status());
    }

    @Test
    void concurrentGuessesAreLimited() {
        Person alice = running.person("alice");
        long tried = IntStream.range(0, 200)
                .parallel()
                .filter(i ->
                        login(alice.username(), "guess" + i, "198.51.100.7").status() == 401)
                .count();
        assertEquals(10, tried);
    }

    @Test
    void theCaseOfTheNameDoesNotMatter() {
        Person alice = running.person("alice");
        String upper = alice.username().toUpperCase(Locale.ROOT);
        IntStream.range(0, 10).forEach(i -> login(alice.username(), "guess" + i, "198.51.100.7"));
        assertEquals(429, login(upper, "guess", "198.51.100.7").status());
    }

    @Test
    void unknownNamesAreLimitedEqually() {
        IntStream.range(0, 10)
                .forEach(i -> assertEquals(
                        401, login("nobody", "guess", "198.51.100.7").status()));
        assertEquals(429, login("nobody", "guess", "198.51.100.7").status());
        assertEquals(401, login("n".repeat(20_000), "guess", "198.51.100.7").status());
    }

    @Test
    void guessesFromManyAddressesAreLimitedAndTheOwnerCanLogInFromAKnownAddress() {
        Person alice = running.person("alice");
        assertEquals(
                303, login(alice.username(), Person.PASSWORD, "203.0.113.9").status());
        long tried = IntStream.range(0, 1000)
                .filter(i -> login(alice.username(), "guess" + i, "10.0.0.1, 198.51.100." + i % 200)
                                .status()
                        == 401)
                .count();
        assertEquals(50, tried, "a failed login does not make an address known");
        assertEquals(
                429,
                login(alice.username(), Person.PASSWORD, "192.0.2.1").status(),
                "a new address is refused while guesses go on");
        assertEquals(
                303, login(alice.username(), Person.PASSWORD, "203.0.113.9").status());
        alice.get("/users").expect(200);
    }

    @Test
    void guessesAtManyNamesFromOneAddressAreLimited() {
        long tried = IntStream.range(0, 1000)
                .filter(i -> login("name-" + i, "password123", "198.51.100.7").status() == 401)
                .count();
        assertEquals(100, tried);
        assertEquals(401, login("name-0", "password123", "203.0.113.9").status());
    }

    @Test
    void successfulLoginsAreNoGuesses() {
        Person alice = running.person("alice");
        for (int i = 0; i < 300; i++) {
            if (i % 60 == 0) {
                running.clock().pass(Duration.ofMinutes(1));
            }
            assertEquals(
                    303, login(alice.username(), Person.PASSWORD, "203.0.113.9").status());
        }
    }
}
