package chat.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The networks from which each account was opened lately. Each account has a few of its own, so that an account which is
 * opened from very many pushes out nobody else's. Kept in memory only, as the rate limits are. Any thread may call.
 */
final class KnownNetworks {
    /** The accounts that logged in longest ago are forgotten first. It takes this many right passwords to push one out. */
    private static final int MAX_ACCOUNTS = 20_000;

    private static final int MAX_PER_ACCOUNT = 8;
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final Cache<String, Deque<String>> networks = Caffeine.newBuilder()
            .maximumSize(MAX_ACCOUNTS)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    /** Called only for an existing account, whose password was just given. */
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
