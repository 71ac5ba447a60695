package chat.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One limit, with a bucket of tokens for each user or address: a call takes a token, and time brings tokens back. The
 * number of buckets is bounded. Only a full bucket is ever dropped, since a new one is the same. When all are in use,
 * newcomers share a few, so that nobody gets more than the limit by crowding others out. Any thread may call.
 */
public final class RateLimit {
    static final int MAX_BUCKETS = 10_000;
    private static final int SHARED_BUCKETS = 256;
    private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000;

    /** The key of a shared bucket: every user or address with this hash uses it. */
    private record SharedKey(int number) {}

    private final Limit limit;
    private final int factor;
    private final TimeMeter time;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile long lastSweep;

    /** @param factor how many times the limit is allowed; 0 allows everything */
    RateLimit(Limit limit, int factor, TimeMeter time) {
        this.limit = limit;
        this.factor = factor;
        this.time = time;
        lastSweep = time.currentTimeNanos() - SWEEP_INTERVAL_NANOS;
    }

    /**
     * @param key the user, address or name that is limited
     * @throws ApiError 429, which says when to try again
     */
    public void take(Object key) {
        take(key, 1);
    }

    /**
     * Takes this many tokens, or none if there are fewer.
     *
     * @throws ApiError 429, which says when to try again
     */
    public void take(Object key, int tokens) {
        if (factor == 0) {
            return;
        }
        long nanos = nanosToWait(key, tokens);
        if (nanos > 0) {
            throw ApiError.rateLimited((int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1);
        }
    }

    private long nanosToWait(Object key, int tokens) {
        Object bucketKey = hasBucket(key) ? key : new SharedKey(Math.floorMod(key.hashCode(), SHARED_BUCKETS));
        long[] nanos = new long[1];
        // Inside compute(), so that a sweep never drops a bucket while a token is taken from it.
        buckets.compute(bucketKey, (same, known) -> {
            Bucket bucket = known == null ? fullBucket() : known;
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
            nanos[0] = probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
            return bucket;
        });
        return nanos[0];
    }

    /** Whether the key has its own bucket, or there is room for one. */
    private boolean hasBucket(Object key) {
        if (buckets.size() < MAX_BUCKETS || buckets.containsKey(key)) {
            return true;
        }
        sweep();
        return buckets.size() < MAX_BUCKETS;
    }

    private void sweep() {
        long now = time.currentTimeNanos();
        if (now - lastSweep < SWEEP_INTERVAL_NANOS) {
            return;
        }
        lastSweep = now;
        for (Object key : buckets.keySet()) {
            buckets.computeIfPresent(key, (same, bucket) -> isFull(bucket) ? null : bucket);
        }
    }

    private boolean isFull(Bucket bucket) {
        return bucket.getAvailableTokens() >= capacity();
    }

    private long capacity() {
        return (long) limit.burst * factor;
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(capacity()).refillGreedy((long) limit.refill * factor, limit.period))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Gives back a token that turned out not to count. A token from a shared bucket stays taken. */
    public void giveBack(Object key) {
        buckets.computeIfPresent(key, (same, bucket) -> {
            bucket.addTokens(1);
            return bucket;
        });
    }

    int buckets() {
        return buckets.size();
    }
}
