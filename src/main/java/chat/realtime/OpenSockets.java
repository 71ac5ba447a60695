package chat.realtime;

import chat.web.ApiError;
import chat.web.Limit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sockets each user and each address has open. */
final class OpenSockets {
    private static final int RETRY_AFTER_SECONDS = 10;

    private record User(long id) {}

    private record Network(String name) {}

    private final int times;
    private final Map<Object, Integer> open = new ConcurrentHashMap<>();

    /** @param times how many times as many as usual; 0: any number */
    OpenSockets(int times) {
        this.times = times;
    }

    /** Refuses an upgrade that would be one too many. */
    void check(long userId, String network) {
        if (isTooMany(count(new User(userId)) + 1, Limit.SOCKETS_OF_USER)
                || isTooMany(count(new Network(network)) + 1, Limit.SOCKETS_FROM_ADDRESS)) {
            throw ApiError.rateLimited(RETRY_AFTER_SECONDS);
        }
    }

    private boolean isTooMany(int sockets, int usually) {
        return times > 0 && sockets > usually * times;
    }

    private int count(Object whose) {
        return open.getOrDefault(whose, 0);
    }

    /** Counts a socket that has opened; false where others that were checked at the same time came before it. */
    boolean enter(long userId, String network) {
        int ofUser = open.merge(new User(userId), 1, Integer::sum);
        int fromNetwork = open.merge(new Network(network), 1, Integer::sum);
        return !isTooMany(ofUser, Limit.SOCKETS_OF_USER) && !isTooMany(fromNetwork, Limit.SOCKETS_FROM_ADDRESS);
    }

    void leave(long userId, String network) {
        open.computeIfPresent(new User(userId), OpenSockets::oneLess);
        open.computeIfPresent(new Network(network), OpenSockets::oneLess);
    }

    private static Integer oneLess(Object whose, int count) {
        return count == 1 ? null : count - 1;
    }
}
