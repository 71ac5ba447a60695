package chat.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.MutableClock;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rate limit has the documented value on a real server, and refills over time. */
class RateLimitsTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<Limit, String> IN_THE_PROTOCOL = Map.ofEntries(
            Map.entry(Limit.REGISTRATIONS_BY_ADDRESS, "registrations | address"),
            Map.entry(Limit.LOGINS_BY_ADDRESS, "logins, including successful ones | address"),
            Map.entry(Limit.FAILURES_BY_ACCOUNT_AND_ADDRESS, "failed logins to one name | address"),
            Map.entry(Limit.FAILURES_BY_ADDRESS, "failed logins to any names | address"),
            Map.entry(Limit.FAILURES_BY_ACCOUNT, "failed logins from new addresses | account"),
            Map.entry(Limit.SENDS_BY_USER, "messages, over the socket and HTTP | user"),
            Map.entry(Limit.EVENTS_BY_USER, "all other events of a socket | user"),
            Map.entry(Limit.FRAMES_BY_USER, "WebSocket messages of any content, counted before they are parsed | user"),
            Map.entry(Limit.FLOODS_BY_USER, "sockets closed for flooding, before the user may open another | user"),
            Map.entry(Limit.CALLS_BY_USER, "calls of the JSON routes and of the pages for signed-in users | user"),
            Map.entry(Limit.GROUP_CHANGES_BY_USER, "groups created, members added and removed | user"),
            Map.entry(Limit.UPGRADES_BY_ADDRESS, "upgrades to a socket | address"));

    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("RATE_LIMITS", "on", "TRUSTED_PROXIES", "private"));

    @BeforeEach
    void stopTheClock() {
        running.clock().stop();
    }

    /** Repeats the request until it is refused, which is at the latest when the limit is reached. */
    private static Answer refused(Limit limit, Supplier<Answer> request) {
        for (int i = 0; i <= limit.burst; i++) {
            Answer answer = request.get();
            if (answer.status() >= 400) {
                return answer;
            }
        }
        throw new AssertionError(limit + " allows more");
    }

    private static void assertHasRetryAfter(Answer answer) {
        assertEquals(429, answer.status(), answer::body);
        assertTrue(Integer.parseInt(answer.header("Retry-After")) >= 1);
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void burstAndRefillAreAsConfigured(Limit limit) {
        MutableClock clock = new MutableClock().stop();
        RateLimits limits = new RateLimits(1, clock);
        for (int i = 0; i < limit.burst; i++) {
            limits.take(limit, "alice");
        }
        ApiError refusal = assertThrows(ApiError.class, () -> limits.take(limit, "alice"));
        assertEquals(429, refusal.status());
        assertEquals("rate_limited", refusal.body().code());
        assertDoesNotThrow(() -> limits.take(limit, "bob"), "each user has a separate bucket");

        clock.pass(Duration.ofSeconds(refusal.body().retryAfter()));
        assertDoesNotThrow(() -> limits.take(limit, "alice"), "passes after the announced time");
        clock.pass(limit.period);
        for (int i = 0; i < limit.refill; i++) {
            limits.take(limit, "alice");
        }
    }

    @Test
    void aFactorMultipliesTheLimits() {
        MutableClock clock = new MutableClock().stop();
        RateLimits limits = new RateLimits(3, clock);
        Limit limit = Limit.REGISTRATIONS_BY_ADDRESS;
        for (int i = 0; i < 3 * limit.burst; i++) {
            limits.take(limit, "a school");
        }
        assertThrows(ApiError.class, () -> limits.take(limit, "a school"));
        clock.pass(limit.period);
        for (int i = 0; i < 3 * limit.refill; i++) {
            limits.take(limit, "a school");
        }
        assertThrows(ApiError.class, () -> limits.take(limit, "a school"));
    }

    @Test
    void anEmptyBucketIsKeptHoweverManyOthersThereAre() {
        MutableClock clock = new MutableClock().stop();
        RateLimits limits = new RateLimits(1, clock);
        Limit limit = Limit.FAILURES_BY_ACCOUNT;
        for (int i = 0; i < limit.burst; i++) {
            limits.take(limit, "alice");
        }
        int passed = 0;
        for (int i = 0; i < 150_000; i++) {
            passed += passes(limits, limit, "name-" + i) ? 1 : 0;
        }
        assertFalse(passes(limits, limit, "alice"));
        assertTrue(
                limits.of(limit).buckets() <= RateLimit.MAX_BUCKETS + 256,
                () -> limits.of(limit).buckets() + " are kept");
        assertTrue(passed < 150_000, "keys beyond the maximum share a bucket");
        assertTrue(passes(limits, Limit.FAILURES_BY_ADDRESS, "alice"), "other limits are not affected");

        clock.pass(limit.period.multipliedBy(2));
        for (int i = 0; i < RateLimit.MAX_BUCKETS; i++) {
            assertTrue(passes(limits, limit, "later-" + i), "full buckets are removed");
        }
    }

    private static boolean passes(RateLimits limits, Limit limit, String subject) {
        try {
            limits.take(limit, subject);
            return true;
        } catch (ApiError refusal) {
            return false;
        }
    }

    @Test
    void fullBucketsAreRemoved() {
        MutableClock clock = new MutableClock().stop();
        RateLimits limits = new RateLimits(1, clock);
        Limit limit = Limit.FAILURES_BY_ACCOUNT;
        for (int i = 0; i < 10 * RateLimit.MAX_BUCKETS; i++) {
            limits.take(limit, "name-" + i);
            if (i % 1000 == 0) {
                clock.pass(Duration.ofSeconds(10));
            }
        }
        assertTrue(
                limits.of(limit).buckets() <= RateLimit.MAX_BUCKETS,
                () -> limits.of(limit).buckets() + " are kept");
    }

    @Test
    void theDocumentedNumbersAreCorrect() throws IOException {
        String protocol = Files.readString(Path.of("docs", "protocol.md"));
        Map<Duration, String> units = Map.of(
                Duration.ofSeconds(1), "a second",
                Duration.ofMinutes(1), "a minute",
                Duration.ofHours(1), "an hour");
        for (Limit limit : Limit.values()) {
            String row = String.format(
                    Locale.ROOT,
                    "| %s | %,d | %d %s |",
                    IN_THE_PROTOCOL.get(limit),
                    limit.burst,
                    limit.refill,
                    units.get(limit.period));
            assertTrue(protocol.contains(row), limit + ": " + row);
        }
    }

    @Test
    void disabledLimitsRefuseNothing() {
        RateLimits limits = new RateLimits(0, Clock.systemUTC());
        IntStream.range(0, 10_000).forEach(i -> limits.take(Limit.REGISTRATIONS_BY_ADDRESS, "anywhere"));
    }

    @Test
    void thirtyRegistrationsAMinuteFromOneAddressAreAllowed() {
        for (int minute = 0; minute < 4; minute++) {
            for (int i = 0; i < 30; i++) {
                running.person("pupil");
            }
            running.clock().pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void registrationsAreLimitedByTheClientsAddress() {
        Answer refused = refused(Limit.REGISTRATIONS_BY_ADDRESS, () -> register("203.0.113.9"));
        assertHasRetryAfter(refused);
        assertTrue(refused.body().contains("Try again in"), refused::body);
        assertEquals(429, register("1.1.1.1, 203.0.113.9").status(), "an address made up by the client is ignored");
        assertEquals(303, register("203.0.113.10").status());
        running.person("by-another-way");
        running.clock().pass(Duration.ofMinutes(1));
        assertEquals(303, register("203.0.113.9").status());
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        AtomicInteger host = new AtomicInteger();
        refused(
                Limit.REGISTRATIONS_BY_ADDRESS,
                () -> register("2001:db8:1:2::" + Integer.toHexString(host.incrementAndGet())));
        assertEquals(429, register("2001:db8:1:2:ffff::1").status());
        assertEquals(303, register("2001:db8:1:3::1").status());
    }

    private Answer register(String forwardedFor) {
        String name = running.uniqueName("pupil");
        String body = "username=" + name + "&password=password123&confirm_password=password123";
        return running.visitor()
                .fetch("POST", "/register", body, "Content-Type", FORM, "X-Forwarded-For", forwardedFor);
    }

    @Test
    void successfulLoginsOfOneAddressAreLimited() {
        Person alice = running.person("alice");
        String body = "username=" + alice.username() + "&password=" + Person.PASSWORD;
        int passed = 0;
        Answer answer = login(body, "203.0.113.7");
        while (answer.status() == 303 && passed < 3 * Limit.LOGINS_BY_ADDRESS.burst) {
            passed++;
            answer = login(body, "203.0.113.7");
        }
        assertHasRetryAfter(answer);
        assertTrue(passed >= Limit.LOGINS_BY_ADDRESS.burst, () -> "a school class can log in at once");
        login(body, "203.0.113.8").expect(303);
    }

    private Answer login(String body, String forwardedFor) {
        return running.visitor().fetch("POST", "/login", body, "Content-Type", FORM, "X-Forwarded-For", forwardedFor);
    }

    @Test
    void sixtySendsInTenSecondsAreAllowedAndAFloodIsRefused() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        for (int i = 0; i < 60; i++) {
            alice.say(bob, "hi");
        }
        Answer answer = refused(Limit.SENDS_BY_USER, () -> alice.send(bob, "flood", running.uniqueName("c")));
        answer.expectError(429, "rate_limited");
        assertHasRetryAfter(answer);
        bob.say(alice, "others are not concerned");
        running.clock().pass(Duration.ofSeconds(10));
        alice.say(bob, "hi again");
    }

    @Test
    void aLimitRefillsAlthoughTheClockIsSetBack() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        refused(Limit.SENDS_BY_USER, () -> alice.send(bob, "flood", running.uniqueName("c")));
        running.clock().setBack(Duration.ofHours(1));
        running.clock().pass(Duration.ofSeconds(10));
        alice.say(bob, "hi again");
    }

    @Test
    void aRefusedSendOverTheSocketHasItsClientIdAndSucceedsLater() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        try (TestSocket socket = alice.connect()) {
            for (int i = 0; i < 1000; i++) {
                socket.say(bob, "flood", "c-" + i);
            }
            JsonNode refused = socket.await(
                    "error", error -> error.path("client_id").asText().equals("c-999"));
            assertEquals("rate_limited", refused.get("code").asText());
            assertTrue(refused.get("retry_after").asInt() >= 1);
            running.clock().pass(Duration.ofSeconds(refused.get("retry_after").asInt()));
            socket.say(bob, "flood", "c-999");
            socket.await("message_sent", sent -> sent.get("client_id").asText().equals("c-999"));
        }
    }

    @Test
    void otherEventsAreLimitedSeparatelyFromMessages() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        try (TestSocket socket = alice.connect()) {
            for (int i = 0; i < 3 * Limit.EVENTS_BY_USER.burst; i++) {
                socket.send("typing", Map.of("receiver_id", bob.id()));
            }
            socket.awaitError("rate_limited");
            socket.say(bob, "hi", "c-1");
            socket.await("message_sent");
        }
    }

    @Test
    void callsOfTheJsonRoutesAreLimitedByUser() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        Answer answer = refused(Limit.CALLS_BY_USER, () -> alice.get("/rooms"));
        answer.expectError(429, "rate_limited");
        assertHasRetryAfter(answer);
        bob.get("/rooms").expect(200);
        running.clock().pass(Duration.ofSeconds(1));
        alice.get("/rooms").expect(200);
    }

    @Test
    void allChangesOfGroupsShareALimitByUser() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        String members = "/rooms/" + alice.createGroup("Sailing", bob) + "/members";
        Map<String, Object> again = Map.of("user_ids", List.of(bob.id()));
        Answer answer = refused(Limit.GROUP_CHANGES_BY_USER, () -> alice.post(members, again));
        answer.expectError(429, "rate_limited");
        assertHasRetryAfter(answer);
        alice.post("/rooms", Map.of("name", "Another", "user_ids", List.of(bob.id())))
                .expectError(429, "rate_limited");
        alice.delete(members + "/" + bob.id()).expectError(429, "rate_limited");
        bob.createGroup("His own", alice);
        running.clock().pass(Duration.ofSeconds(1));
        alice.delete(members + "/" + bob.id()).expect(204);
    }

    @Test
    void upgradesAreLimitedByAddressIncludingRefusedOnes() {
        Person alice = running.person("alice");
        Person visitor = running.visitor();
        for (int i = 0; i < Limit.UPGRADES_BY_ADDRESS.burst; i++) {
            assertEquals(401, visitor.refusedUpgrade("X-Forwarded-For", "203.0.113.9"));
        }
        assertEquals(429, alice.refusedUpgrade("X-Forwarded-For", "203.0.113.9"));
        alice.connectWithoutWaiting("X-Forwarded-For", "203.0.113.10").close();
        running.clock().pass(Duration.ofSeconds(1));
        alice.connectWithoutWaiting("X-Forwarded-For", "203.0.113.9").close();
    }

    @Test
    void creatingALargeGroupCountsMore() {
        Person alice = running.person("alice");
        List<Long> nobodies = LongStream.rangeClosed(1_000, 1_999).boxed().toList();
        Map<String, Object> large = Map.of("name", "Everybody", "user_ids", nobodies);
        for (int i = 0; i < Limit.GROUP_CHANGES_BY_USER.burst / 20; i++) {
            alice.post("/rooms", large).expectError(404, "not_found");
        }
        assertHasRetryAfter(alice.post("/rooms", Map.of("name", "Nobody", "user_ids", List.of())));
        running.clock().pass(Duration.ofSeconds(1));
        alice.createGroup("Small");
        assertHasRetryAfter(alice.post("/rooms", large));
    }
}
