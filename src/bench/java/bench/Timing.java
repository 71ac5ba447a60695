package bench;

import bench.traffic.Measurement;
import picocli.CommandLine.Option;

/** The length of a run. */
final class Timing {
    @Option(names = "--warm", description = "Seconds of warm-up (${DEFAULT-VALUE}).")
    private int warmSeconds = 10;

    @Option(names = "--seconds", description = "Seconds that are measured (${DEFAULT-VALUE}).")
    private int seconds = 10;

    Measurement measurement(long serverPid) {
        return new Measurement(warmSeconds, seconds, serverPid);
    }
}
