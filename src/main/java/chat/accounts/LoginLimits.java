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
 * Keeps guesses at a password few. Only failures count, but for what hashing costs; and what might fail is counted
 * before it is tried, so that a thousand guesses at the same moment are as few.
 *
 * <p>Who guesses at a name from one address only spends what that address has for that name: its owner logs in from
 * any other. Who does so from many spends what there is for the name from anywhere new: its owner still logs in from an
 * address that opened the account before. Sessions that exist are never concerned.
 *
 * <p>The address is asked first: one that is over its limit makes no further counters, whatever names it tries.
 */
public final class LoginLimits {
    private static final int LONGEST_NAME = 32;

    private record From(String account, String network) {}

    private record Taken(Limit limit, Object whom) {}

    private final RateLimits limits;
    private final KnownNetworks known = new KnownNetworks();

    public LoginLimits(RateLimits limits) {
        this.limits = limits;
    }

    /** Tries a password unless too many have failed; then the future fails with what to answer. */
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
        taken.removeIf(one -> one.limit() == Limit.LOGINS_BY_ADDRESS); // right ones count there too
        return login.get().whenComplete((found, failure) -> {
            if (failure != null || found.isPresent()) {
                giveBack(taken);
            }
            if (failure == null && found.isPresent()) {
                known.add(from.account(), from.network());
            }
        });
    }

    /** The name as accounts have it; a longer one is nobody's, and need not be kept whole. */
    private static String account(String username) {
        String key = username.toLowerCase(Locale.ROOT);
        return key.substring(0, Math.min(key.length(), LONGEST_NAME));
    }

    private void take(Deque<Taken> taken, Limit limit, Object whom) {
        limits.take(limit, whom);
        taken.add(new Taken(limit, whom));
    }

    private void giveBack(Deque<Taken> taken) {
        taken.forEach(one -> limits.of(one.limit()).giveBack(one.whom()));
    }
}
