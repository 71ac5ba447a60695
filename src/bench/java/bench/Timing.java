package bench;

import bench.traffic.Measurement;
import picocli.CommandLine.Option;

/** How long a run is. */
final class Timing {
    @Option(names = "--warm", description = "seconds before it counts (${DEFAULT-VALUE})")
    private int warmSeconds = 10;

    @Option(names = "--seconds", description = "seconds that count (${DEFAULT-VALUE})")
    private int seconds = 10;

    Measurement measurement(long serverPid) {
        return new Measurement(warmSeconds, seconds, serverPid);
    }
}
