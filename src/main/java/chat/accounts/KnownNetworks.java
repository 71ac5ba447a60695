package chat.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The networks from which each account has recently logged in. The number is limited per account, so that an account
 * with very many networks does not push out those of others. Kept only in memory, like the rate limits. Any thread may
 * call.
 */
final class KnownNetworks {
    /** Pushing out an account takes this many logins with the right password to other accounts. */
    private static final int MAX_ACCOUNTS = 20_000;

    private static final int MAX_PER_ACCOUNT = 8;
    private static final Duration MAX_AGE = Duration.ofDays(30);

    private final Cache<String, Deque<String>> networks = Caffeine.newBuilder()
            .maximumSize(MAX_ACCOUNTS)
            .expireAfterWrite(MAX_AGE)
            .build();

    /** Call this only after a successful login, so that the number of accounts stays limited. */
    void add(String account, String network) {
        networks.asMap().compute(account, (same, before) -> {
            Deque<String> all = before == null ? new ArrayDeque<>() : new ArrayDeque<>(before);
            all.remove(network);
            all.addFirst(network);
            if (all.size() > MAX_PER_ACCOUNT) {
                all.removeLast();
            }
            return all;
        });
    }

    boolean contains(String account, String network) {
        Deque<String> all = networks.getIfPresent(account);
        return all != null && all.contains(network);
    }
}
