package fuzz;

import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The server, in a process of its own, looked at from outside with the JDK's tools. */
final class Patient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path log;
    private final int port;
    private final ServerProcess process;

    /** @param command what runs the server */
    Patient(List<String> command, Path folder) throws IOException {
        log = folder.resolve("server.log");
        port = ServerProcess.freePort();
        process = new Launch(
                        command,
                        Map.of("REQUEST_LOG", "off", "METRICS_TOKEN", "a-token-of-the-fuzzer"),
                        port,
                        folder.resolve("messaging.db"),
                        log)
                .start();
        process.awaitHealth(200, PATIENCE);
    }

    int port() {
        return port;
    }

    /** Bytes of the heap that are still in use after a full collection. */
    long liveBytes() throws IOException {
        String total = jcmd("GC.class_histogram").lines().reduce("", (first, second) -> second);
        return Long.parseLong(total.strip().split(" +")[2]);
    }

    long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return files.count();
        }
    }

    /** The threads that are in our code or Javalin's though nobody asks for anything; waits a little for them to end. */
    List<String> busyThreads() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> busy = Stream.of(jcmd("Thread.print").split("\n\n"))
                    .filter(thread -> thread.startsWith("\"http-") && thread.contains("\tat io.javalin."))
                    .toList();
            if (busy.isEmpty() || System.nanoTime() > deadline) {
                return busy;
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    int threads() throws IOException {
        return (int) Stream.of(jcmd("Thread.print").split("\n"))
                .filter(line -> line.startsWith("\""))
                .count();
    }

    /** What the server complained of: its log from the first complaint on. */
    List<String> complaints() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.dropWhile(line ->
                            !line.contains(" ERROR ") && !line.contains(" WARN ") && !line.contains("Exception"))
                    .limit(40)
                    .toList();
        }
    }

    private String jcmd(String command) throws IOException {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
