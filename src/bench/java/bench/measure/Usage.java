package bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The CPU time used up to a moment, from Linux' {@code /proc}.
 *
 * @param nanos the moment, as {@link System#nanoTime}
 * @param server CPU seconds of the server's process
 * @param generator CPU seconds of this process
 * @param machine CPU seconds of all processes on all cores, including the two above
 */
public record Usage(long nanos, double server, double generator, double machine) {
    /** The kernel reports CPU time in hundredths of a second, independent of its own timer. */
    private static final double TICKS_A_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Pattern SPACES = Pattern.compile(" +");

    public static Usage now(long serverPid) {
        return new Usage(System.nanoTime(), ofProcess(String.valueOf(serverPid)), ofProcess("self"), ofMachine());
    }

    private static double ofProcess(String pid) {
        String stat = read(Path.of("/proc", pid, "stat"));
        // The second field, the name, may contain spaces and parentheses: count the fields after it.
        String fields = stat.substring(stat.lastIndexOf(')') + 2);
        int before = 11;
        int userAndSystem = 2;
        return SPACES.splitAsStream(fields)
                        .skip(before)
                        .limit(userAndSystem)
                        .mapToLong(Long::parseLong)
                        .sum()
                / TICKS_A_SECOND;
    }

    private static double ofMachine() {
        String all = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
        long[] fields =
                SPACES.splitAsStream(all).skip(1).mapToLong(Long::parseLong).toArray();
        int user = 0;
        int nice = 1;
        int system = 2;
        int interrupts = 5;
        int softInterrupts = 6;
        return (fields[user] + fields[nice] + fields[system] + fields[interrupts] + fields[softInterrupts])
                / TICKS_A_SECOND;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("Is the server still running?", e);
        }
    }

    /** The CPU time used since an earlier moment. */
    public Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos, server - before.server, generator - before.generator, machine - before.machine);
    }

    public double seconds() {
        return nanos / NANOS_PER_SECOND;
    }

    /** Adds each part in percent of one core. {@code others} is the load that disturbed the run. */
    public void addTo(Report report) {
        report.number("server_cpu_percent", 100 * server / seconds(), 0)
                .number("generator_cpu_percent", 100 * generator / seconds(), 0)
                .number("others_cpu_percent", 100 * (machine - server - generator) / seconds(), 0);
    }
}
