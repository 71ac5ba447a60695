package bench.measure;

import org.HdrHistogram.Histogram;

/** A histogram of durations. */
public final class Latencies {
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Histogram nanos = new Histogram(DIGITS);

    public void add(long durationNanos) {
        nanos.recordValue(Math.max(0, durationNanos));
    }

    public long count() {
        return nanos.getTotalCount();
    }

    public void addTo(Report report, String name) {
        if (count() == 0) {
            return;
        }
        report.number(name + "_p50_ms", milliseconds(nanos.getValueAtPercentile(50)), 2)
                .number(name + "_p90_ms", milliseconds(nanos.getValueAtPercentile(90)), 2)
                .number(name + "_p99_ms", milliseconds(nanos.getValueAtPercentile(99)), 2)
                .number(name + "_p999_ms", milliseconds(nanos.getValueAtPercentile(99.9)), 2)
                .number(name + "_max_ms", milliseconds(nanos.getMaxValue()), 2);
    }

    private static double milliseconds(long value) {
        return value / NANOS_PER_MILLISECOND;
    }
}
