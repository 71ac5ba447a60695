package chat.accounts;

import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Limit;
import chat.web.RateLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Limits password guessing. Only failures count; another limit covers the cost of hashing. Each attempt is counted
 * before it is made, so that parallel attempts gain nothing.
 *
 * <p>Failures for one name from one address use up that address's limit for the name. The owner can still log in from
 * any other address. Failures from many addresses use up the name's limit for new addresses. The owner can still log in
 * from an address that has logged in before. Existing sessions are never affected.
 *
 * <p>The address is checked first. Once it is over its limit, the names that it tries get no new counters.
 */
final class LoginLimits {
    private static final int MAX_NAME_LENGTH = 32;

    private record From(String account, String network) {}

    private record Taken(Limit limit, Object key) {}

    private final RateLimits limits;
    private final KnownNetworks known = new KnownNetworks();

    LoginLimits(RateLimits limits) {
        this.limits = limits;
    }

    /** Attempts a login. After too many failures the future fails with 429. */
    <T> CompletableFuture<Optional<T>> attempt(
            String username, ClientAddress address, Supplier<CompletableFuture<Optional<T>>> login) {
        From from = new From(account(username), address.network());
        Deque<Taken> taken = new ArrayDeque<>();
        try {
            take(taken, Limit.FAILURES_BY_ADDRESS, from.network());
            take(taken, Limit.LOGINS_BY_ADDRESS, from.network());
            take(taken, Limit.FAILURES_BY_ACCOUNT_AND_ADDRESS, from);
            if (!known.contains(from.account(), from.network())) {
                take(taken, Limit.FAILURES_BY_ACCOUNT, from.account());
            }
        } catch (ApiError refusal) {
            giveBack(taken);
            return CompletableFuture.failedFuture(refusal);
        }
        taken.removeIf(token -> token.limit() == Limit.LOGINS_BY_ADDRESS); // this limit also counts successes
        return login.get().whenComplete((found, failure) -> {
            if (failure != null || found.isPresent()) {
                giveBack(taken);
            }
            if (failure == null && found.isPresent()) {
                known.add(from.account(), from.network());
            }
        });
    }

    /** The name in lower case, without what is longer than any account's name. */
    private static String account(String username) {
        String key = username.toLowerCase(Locale.ROOT);
        return key.substring(0, Math.min(key.length(), MAX_NAME_LENGTH));
    }

    private void take(Deque<Taken> taken, Limit limit, Object key) {
        limits.take(limit, key);
        taken.add(new Taken(limit, key));
    }

    private void giveBack(Deque<Taken> taken) {
        taken.forEach(token -> limits.of(token.limit()).giveBack(token.key()));
    }
}
