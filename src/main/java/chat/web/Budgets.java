package chat.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who holds how much of each {@link Budget}. Any thread may call; nothing here blocks. */
public final class Budgets {
    private static final Object EVERYBODY = "everybody";
    private static final int RETRY_AFTER_SECONDS = 2;

    private record Account(Budget budget, Object holder) {}

    private record Address(String network) {}

    private record User(long id) {}

    private final int factor;
    /** Only what is held is in here, so its size is bounded by that. */
    private final Map<Account, Long> held = new ConcurrentHashMap<>();

    /** @param factor how many times the budgets of the enum may be held; 0: nobody is refused anything */
    public Budgets(int factor) {
        this.factor = factor;
    }

    /**
     * Takes that much until the lease is closed.
     *
     * @param network the address's, as {@link ClientAddress#network} has it; null where it does not count
     * @param userId null where no user counts
     * @throws ApiError 429 where the address or the user holds too much, 503 where all together do
     */
    public Lease take(Budget budget, String network, Long userId, long amount) {
        Lease lease = new Lease(budget, network, userId);
        lease.grow(amount);
        return lease;
    }

    /** How much one address may hold; {@link Long#MAX_VALUE} for any amount. */
    long ofAddress(Budget budget) {
        return times(budget.ofAddress);
    }

    private long times(long amount) {
        return factor == 0 || amount == Long.MAX_VALUE ? Long.MAX_VALUE : amount * factor;
    }

    private boolean add(Budget budget, Object holder, long amount, long most) {
        if (most == Long.MAX_VALUE) {
            return true;
        }
        boolean[] added = {false};
        held.compute(new Account(budget, holder), (account, before) -> {
            long now = before == null ? 0 : before;
            added[0] = now + amount <= most;
            return added[0] ? Long.valueOf(now + amount) : before;
        });
        return added[0];
    }

    private void remove(Budget budget, Object holder, long amount, long most) {
        if (most != Long.MAX_VALUE) {
            held.computeIfPresent(
                    new Account(budget, holder), (account, before) -> before <= amount ? null : before - amount);
        }
    }

    /** A share of a budget, until it is closed. Closing twice does no harm. */
    public final class Lease implements AutoCloseable {
        private final Budget budget;
        private final Object address;
        private final Object user;
        private final long ofAddress;
        private final long ofUser;
        private long amount;
        private boolean closed;

        private Lease(Budget budget, String network, Long userId) {
            this.budget = budget;
            address = network == null ? null : new Address(network);
            user = userId == null ? null : new User(userId);
            ofAddress = network == null ? Long.MAX_VALUE : times(budget.ofAddress);
            ofUser = userId == null ? Long.MAX_VALUE : times(budget.ofUser);
        }

        /**
         * Takes more. What was taken before stays taken when that is refused.
         *
         * @throws ApiError as {@link #take}
         */
        public synchronized void grow(long more) {
            if (closed) {
                return;
            }
            if (!add(budget, user, more, ofUser)) {
                throw ApiError.rateLimited(RETRY_AFTER_SECONDS);
            }
            if (!add(budget, address, more, ofAddress)) {
                remove(budget, user, more, ofUser);
                throw ApiError.rateLimited(RETRY_AFTER_SECONDS);
            }
            if (!add(budget, EVERYBODY, more, times(budget.inAll))) {
                remove(budget, user, more, ofUser);
                remove(budget, address, more, ofAddress);
                throw ApiError.busy("The server is busy. Try again in a moment.", RETRY_AFTER_SECONDS);
            }
            amount += more;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                remove(budget, user, amount, ofUser);
                remove(budget, address, amount, ofAddress);
                remove(budget, EVERYBODY, amount, times(budget.inAll));
            }
        }
    }
}
