package chat.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The buckets of one limit, a bounded number of them. Only a full bucket is ever dropped, since a new one is the same.
 * Where every bucket is in use, those who come later share a few, so that nobody gets more than the limit by crowding
 * others out. Any thread may call.
 */
final class Buckets {
    static final int MOST = 10_000;
    private static final int SHARED = 256;
    private static final long SWEEP_EVERY_NANOS = 1_000_000_000;

    /** Whom a shared bucket is for: all whose hash leads there. */
    private record Slot(int number) {}

    private final Limit limit;
    private final int times;
    private final TimeMeter time;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile long lastSweep;

    Buckets(Limit limit, int times, TimeMeter time) {
        this.limit = limit;
        this.times = times;
        this.time = time;
        lastSweep = time.currentTimeNanos() - SWEEP_EVERY_NANOS;
    }

    /** Takes so many tokens and gives 0; or takes none, and gives the nanoseconds until there are as many. */
    long take(Object whom, int tokens) {
        Object key = hasBucket(whom) ? whom : new Slot(Math.floorMod(whom.hashCode(), SHARED));
        long[] wait = new long[1];
        // Within compute(), so that a sweep never drops a bucket that is just being taken from.
        buckets.compute(key, (same, known) -> {
            Bucket bucket = known == null ? full() : known;
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
            wait[0] = probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
            return bucket;
        });
        return wait[0];
    }

    /** A token taken from a shared bucket stays taken: it may not be this one's any more. */
    void giveBack(Object whom) {
        buckets.computeIfPresent(whom, (same, bucket) -> {
            bucket.addTokens(1);
            return bucket;
        });
    }

    /** Whether there is one of its own, or room for it. */
    private boolean hasBucket(Object whom) {
        if (buckets.size() < MOST || buckets.containsKey(whom)) {
            return true;
        }
        sweep();
        return buckets.size() < MOST;
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
        return (long) limit.atOnce * times;
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(capacity()).refillGreedy((long) limit.thenEach * times, limit.time))
                .withCustomTimePrecision(time)
                .build();
    }

    int size() {
        return buckets.size();
    }
}
