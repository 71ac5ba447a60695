package chat.web;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bucket of tokens for each limit and each whom it limits: what is asked takes one, and time brings them back. */
public final class RateLimits {
    private final int times;
    private final Map<Limit, Buckets> buckets = new EnumMap<>(Limit.class);

    /**
     * @param times how many times as much as usual is let pass; 0: nobody is refused anything
     * @param steady a clock that is never set
     */
    public RateLimits(int times, Clock steady) {
        this.times = times;
        TimeMeter time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(steady.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        for (Limit limit : Limit.values()) {
            buckets.put(limit, new Buckets(limit, times, time));
        }
    }

    /** How many times the usual; 0 for no limits. */
    public int times() {
        return times;
    }

    /** Lets through, or throws what to answer instead. */
    public void take(Limit limit, Object whom) {
        take(limit, whom, 1);
    }

    /** @param tokens how many times it counts: all of them, or none where it is refused */
    public void take(Limit limit, Object whom, int tokens) {
        if (times == 0) {
            return;
        }
        long nanos = buckets.get(limit).take(whom, tokens);
        if (nanos > 0) {
            throw ApiError.rateLimited((int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1);
        }
    }

    /** Takes back what {@link #take} counted, where it turned out not to count. */
    public void giveBack(Limit limit, Object whom) {
        if (times > 0) {
            buckets.get(limit).giveBack(whom);
        }
    }

    /** How many counters there are of a limit. */
    int counters(Limit limit) {
        return buckets.get(limit).size();
    }
}
