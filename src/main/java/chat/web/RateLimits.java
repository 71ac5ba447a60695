package chat.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A bucket of tokens for each limit and each whom it limits: what is asked takes one, and time brings them back. */
public final class RateLimits {
    /** Beyond this, those asked of least are forgotten, and so are full again. */
    private static final int MAX_BUCKETS = 50_000;
    /** By then every bucket is full again, and one anew is the same. */
    private static final Duration FULL_AFTER = Duration.ofHours(2);

    private record Key(Limit limit, Object whom) {}

    private final boolean on;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(FULL_AFTER)
            .build();

    /** @param on false: nobody is refused anything */
    public RateLimits(boolean on, Clock clock) {
        this.on = on;
        time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    public boolean areOn() {
        return on;
    }

    /** Lets through, or throws what to answer instead. */
    public void take(Limit limit, Object whom) {
        if (!on) {
            return;
        }
        Bucket bucket = bucket(limit, whom);
        if (!bucket.tryConsume(1)) {
            long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
            throw ApiError.rateLimited((int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1);
        }
    }

    /** Takes back what {@link #take} counted, where it turned out not to count. */
    public void giveBack(Limit limit, Object whom) {
        if (on) {
            bucket(limit, whom).addTokens(1);
        }
    }

    private Bucket bucket(Limit limit, Object whom) {
        return buckets.get(new Key(limit, whom), this::full);
    }

    private Bucket full(Key key) {
        Limit limit = key.limit();
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.atOnce).refillGreedy(limit.thenEach, limit.time))
                .withCustomTimePrecision(time)
                .build();
    }
}
