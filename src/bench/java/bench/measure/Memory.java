package bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a process, in bytes. */
public final class Memory {
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(?<bytes>\\d+)");

    private Memory() {}

    /** The resident set size. */
    public static long resident(long pid) {
        try {
            String line = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(candidate -> candidate.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("Is the server still running?", e);
        }
    }

    /** The heap of a Java process that is in use after a full collection. */
    public static long liveHeap(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new IllegalStateException("jcmd said: " + histogram);
            }
            return Long.parseLong(total.group("bytes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
