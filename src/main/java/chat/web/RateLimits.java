package chat.web;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All rate limits. Any thread may call. */
public final class RateLimits {
    private final int factor;
    private final Map<Limit, RateLimit> limits = new EnumMap<>(Limit.class);

    /**
     * @param factor multiplies every limit; 0 means unlimited
     * @param steady a clock that is never set
     */
    public RateLimits(int factor, Clock steady) {
        this.factor = factor;
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
            limits.put(limit, new RateLimit(limit, factor, time));
        }
    }

    /** The factor on every limit; 0 means unlimited. */
    public int factor() {
        return factor;
    }

    public RateLimit of(Limit limit) {
        return limits.get(limit);
    }

    /** @throws ApiError 429, which says when to try again */
    public void take(Limit limit, Object key) {
        of(limit).take(key);
    }
}
