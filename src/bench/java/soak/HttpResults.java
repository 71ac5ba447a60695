package soak;

import bench.measure.Latencies;
import bench.measure.Report;
import java.util.Map;
import java.util.TreeMap;

/** The statuses and latencies of people's HTTP requests. Any thread may call. */
final class HttpResults {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final Latencies latencies = new Latencies();

    synchronized void addStatus(int status) {
        statuses.merge(status, 1, Integer::sum);
    }

    synchronized void addLatency(long nanos) {
        latencies.add(nanos);
    }

    synchronized void addTo(Report report) {
        report.text("http_statuses", statuses.toString());
        latencies.addTo(report, "http");
    }
}
