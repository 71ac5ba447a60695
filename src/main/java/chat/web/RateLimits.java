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

    private final int times;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(FULL_AFTER)
            .build();

    /** @param times how many times as much as usual is let pass; 0: nobody is refused anything */
    public RateLimits(int times, Clock clock) {
        this.times = times;
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

    /** How many times the usual; 0 for no limits. */
    public int times() {
        return times;
    }

    /** Lets through, or throws what to answer instead. */
    public void take(Limit limit, Object whom) {
        if (times == 0) {
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
        if (times > 0) {
            bucket(limit, whom).addTokens(1);
        }
    }

    private Bucket bucket(Limit limit, Object whom) {
        return buckets.get(new Key(limit, whom), this::full);
    }

    private Bucket full(Key key) {
        Limit limit = key.limit();
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity((long) limit.atOnce * times)
                        .refillGreedy((long) limit.thenEach * times, limit.time))
                .withCustomTimePrecision(time)
                .build();
    }
}
