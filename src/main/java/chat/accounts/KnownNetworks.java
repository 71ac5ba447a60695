package chat.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The networks from which each account was opened lately. Each account has a few of its own, so that one that is opened
 * from very many takes nobody else's. In memory only: a restart refills the rate limits as well. Any thread may call.
 */
final class KnownNetworks {
    /** Roughly those who logged in longest ago are forgotten first; it takes this many right passwords to push one out. */
    private static final int MOST_ACCOUNTS = 20_000;

    private static final int MOST_OF_ACCOUNT = 8;
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final Cache<String, Deque<String>> networks = Caffeine.newBuilder()
            .maximumSize(MOST_ACCOUNTS)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    /** Only ever called with an account that exists: its password was just given. */
    void add(String account, String network) {
        networks.asMap().compute(account, (same, before) -> {
            Deque<String> all = before == null ? new ArrayDeque<>() : new ArrayDeque<>(before);
            all.remove(network);
            all.addFirst(network);
            if (all.size() > MOST_OF_ACCOUNT) {
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
