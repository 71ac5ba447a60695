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
    private static final long SWEEP_EVERY_NANOS = 1_000_000_000;

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
        lastSweep = time.currentTimeNanos() - SWEEP_EVERY_NANOS;
    }

    /**
     * @param subject the user, address or name that is limited
     * @throws ApiError 429, which says when to try again
     */
    public void take(Object subject) {
        take(subject, 1);
    }

    /**
     * Takes this number of tokens, or none if there are fewer.
     *
     * @throws ApiError 429, which says when to try again
     */
    public void take(Object subject, int tokens) {
        if (factor == 0) {
            return;
        }
        long nanos = nanosToWait(subject, tokens);
        if (nanos > 0) {
            throw ApiError.rateLimited((int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1);
        }
    }

    private long nanosToWait(Object subject, int tokens) {
        Object key = hasBucket(subject) ? subject : new SharedKey(Math.floorMod(subject.hashCode(), SHARED_BUCKETS));
        long[] nanos = new long[1];
        // Inside compute(), so that a sweep never drops a bucket while a token is taken from it.
        buckets.compute(key, (same, known) -> {
            Bucket bucket = known == null ? fullBucket() : known;
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
            nanos[0] = probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
            return bucket;
        });
        return nanos[0];
    }

    /** Whether they have a bucket of their own, or there is room for one. */
    private boolean hasBucket(Object subject) {
        if (buckets.size() < MAX_BUCKETS || buckets.containsKey(subject)) {
            return true;
        }
        sweep();
        return buckets.size() < MAX_BUCKETS;
    }

    private void sweep() {
        long now = time.currentTimeNanos();
        if (now - lastSweep < SWEEP_EVERY_NANOS) {
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

    /** Gives a token back that turned out not to count. A token from a shared bucket stays taken. */
    public void giveBack(Object subject) {
        buckets.computeIfPresent(subject, (same, bucket) -> {
            bucket.addTokens(1);
            return bucket;
        });
    }

    int buckets() {
        return buckets.size();
    }
}
