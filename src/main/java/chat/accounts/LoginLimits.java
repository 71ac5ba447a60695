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
 * Limits guesses at passwords. Only failures count, apart from the cost of hashing. An attempt is counted before it is
 * made, so that a thousand attempts at the same moment gain nothing.
 *
 * <p>Guesses at a name from one address use up that address's limit for that name; the owner logs in from any other
 * address. Guesses from many addresses use up the name's limit for new addresses; the owner logs in from an address that
 * opened the account before. Existing sessions are never affected.
 *
 * <p>The address is checked first: once it is over its limit, no further counters are made for the names it tries.
 */
final class LoginLimits {
    private static final int MAX_NAME = 32;

    private record From(String account, String network) {}

    private record Taken(Limit limit, Object whom) {}

    private final RateLimits limits;
    private final KnownNetworks known = new KnownNetworks();

    LoginLimits(RateLimits limits) {
        this.limits = limits;
    }

    /** Tries a password. If too many have failed, the future fails with 429. */
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
        taken.removeIf(one -> one.limit() == Limit.LOGINS_BY_ADDRESS); // which counts successes too
        return login.get().whenComplete((found, failure) -> {
            if (failure != null || found.isPresent()) {
                giveBack(taken);
            }
            if (failure == null && found.isPresent()) {
                known.add(from.account(), from.network());
            }
        });
    }

    /** The name in lower case. No account has a longer name, so the rest need not be kept. */
    private static String account(String username) {
        String key = username.toLowerCase(Locale.ROOT);
        return key.substring(0, Math.min(key.length(), MAX_NAME));
    }

    private void take(Deque<Taken> taken, Limit limit, Object whom) {
        limits.take(limit, whom);
        taken.add(new Taken(limit, whom));
    }

    private void giveBack(Deque<Taken> taken) {
        taken.forEach(one -> limits.of(one.limit()).giveBack(one.whom()));
    }
}
