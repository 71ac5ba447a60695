package chat.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how much of each {@link Budget} is held, and by whom. Any thread may call; nothing here blocks. */
public final class Budgets {
    private static final Object EVERYONE = "everyone";
    private static final int RETRY_AFTER_SECONDS = 2;

    private record Account(Budget budget, Object holder) {}

    private record Address(String network) {}

    private record User(long id) {}

    private final int factor;
    /** Entries exist only for what is held, so the budgets bound the size of this map. */
    private final Map<Account, Long> held = new ConcurrentHashMap<>();

    /** @param factor multiplies every budget; 0 means unlimited */
    public Budgets(int factor) {
        this.factor = factor;
    }

    /**
     * Takes this amount until the lease is closed.
     *
     * @param network the client's {@link ClientAddress#network}; null if no address is charged
     * @param userId null if no user is charged
     * @throws ApiError 429 if the address or the user holds too much, 503 if everyone together does
     */
    public Lease take(Budget budget, String network, Long userId, long amount) {
        Lease lease = new Lease(budget, network, userId);
        lease.grow(amount);
        return lease;
    }

    /** How much one address may hold. {@link Long#MAX_VALUE} means unlimited. */
    long perAddress(Budget budget) {
        return scaled(budget.perAddress);
    }

    private long scaled(long amount) {
        return factor == 0 || amount == Long.MAX_VALUE ? Long.MAX_VALUE : amount * factor;
    }

    private boolean add(Budget budget, Object holder, long amount, long limit) {
        if (limit == Long.MAX_VALUE) {
            return true;
        }
        boolean[] added = {false};
        held.compute(new Account(budget, holder), (account, before) -> {
            long now = before == null ? 0 : before;
            added[0] = now + amount <= limit;
            return added[0] ? Long.valueOf(now + amount) : before;
        });
        return added[0];
    }

    private void remove(Budget budget, Object holder, long amount, long limit) {
        if (limit != Long.MAX_VALUE) {
            held.computeIfPresent(
                    new Account(budget, holder), (account, before) -> before <= amount ? null : before - amount);
        }
    }

    /** A share of a budget, until it is closed. It may be closed twice. */
    public final class Lease implements AutoCloseable {
        private final Budget budget;
        private final Object address;
        private final Object user;
        private final long perAddress;
        private final long perUser;
        private long amount;
        private boolean closed;

        private Lease(Budget budget, String network, Long userId) {
            this.budget = budget;
            address = network == null ? null : new Address(network);
            user = userId == null ? null : new User(userId);
            perAddress = network == null ? Long.MAX_VALUE : scaled(budget.perAddress);
            perUser = userId == null ? Long.MAX_VALUE : scaled(budget.perUser);
        }

        /**
         * Takes more. If that is refused, the lease keeps what it already has.
         *
         * @throws ApiError like {@link #take}
         */
        public synchronized void grow(long more) {
            if (closed) {
                return;
            }
            if (!add(budget, user, more, perUser)) {
                throw ApiError.rateLimited(RETRY_AFTER_SECONDS);
            }
            if (!add(budget, address, more, perAddress)) {
                remove(budget, user, more, perUser);
                throw ApiError.rateLimited(RETRY_AFTER_SECONDS);
            }
            if (!add(budget, EVERYONE, more, scaled(budget.total))) {
                remove(budget, user, more, perUser);
                remove(budget, address, more, perAddress);
                throw ApiError.busy("The server is busy. Try again in a moment.", RETRY_AFTER_SECONDS);
            }
            amount += more;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                remove(budget, user, amount, perUser);
                remove(budget, address, amount, perAddress);
                remove(budget, EVERYONE, amount, scaled(budget.total));
            }
        }
    }
}
