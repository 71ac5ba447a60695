package faults;

import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Cuts the power of the server's disk under load, again and again: src/bench/power.sh. */
public final class Power {
    /** Makes every fsync succeed without doing anything, as on a disk that lies. */
    private static final String NO_FSYNC = "no-fsync";

    private static final Map<String, String> LYING = Map.of("LD_PRELOAD", "libeatmydata.so");

    private Power() {}

    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments, List.of(NO_FSYNC));
        boolean ok;
        try (Disk disk = Disk.make(options.folder(), new Random(options.seed()))) {
            Launch launch = new Launch(
                    List.of("java", "-jar", options.jar().toString()),
                    NO_FSYNC.equals(options.control()) ? LYING : Map.of(),
                    ServerProcess.freePort(),
                    disk.folder().resolve("messaging.db"),
                    options.folder().resolve("server.log"));
            ok = new Rounds(options, launch, disk).run(disk::sync);
        }
        System.exit(ok ? 0 : 1);
    }
}
