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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The server in a process of its own, inspected from outside with the JDK's tools. */
public final class ServerUnderTest implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The name of the database file in the folder. */
    public static final String DATABASE = "messaging.db";

    private static final Pattern WARNING = Pattern.compile(" (ERROR|WARN) |OutOfMemory");

    private final Path log;
    private final int port;
    private final ServerProcess process;

    /**
     * @param command the command that runs the server
     * @param environment its settings, if they differ from those that {@link Launch} sets
     */
    public ServerUnderTest(List<String> command, Path folder, Map<String, String> environment) throws IOException {
        log = folder.resolve("server.log");
        port = ServerProcess.freePort();
        process = new Launch(command, environment, port, folder.resolve(DATABASE), log).start();
        process.awaitHealth(200, START);
    }

    public int port() {
        return port;
    }

    /** The bytes of the heap that are in use after a full collection. */
    public long liveBytes() throws IOException {
        String total = jcmd("GC.class_histogram").lines().reduce("", (first, second) -> second);
        return Long.parseLong(total.strip().split(" +")[2]);
    }

    public long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return files.count();
        }
    }

    /** The number of open files that are sockets, including the listening one. */
    public long openSockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return files.filter(ServerUnderTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }

    /** Waits up to that long; returns whether the process has ended. */
    public boolean endsWithin(Duration time) throws IOException {
        return process.endsWithin(time);
    }

    /** The exit status; the process must have ended. */
    public int exitStatus() {
        return process.exitStatus();
    }

    /** The request threads that still run a handler although no request is open. Waits a while for them to finish. */
    public List<String> busyThreads() throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
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

    public int threads() throws IOException {
        return threadsWithout("\n");
    }

    /** The number of threads whose names do not begin with this prefix. */
    public int threadsWithout(String prefix) throws IOException {
        return (int) Stream.of(jcmd("Thread.print").split("\n"))
                .filter(line -> line.startsWith("\"") && !line.startsWith(prefix, 1))
                .count();
    }

    /** The log from the first warning, error or exception on, at most 40 lines. */
    public List<String> logFromFirstProblem() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.dropWhile(line ->
                            !line.contains(" ERROR ") && !line.contains(" WARN ") && !line.contains("Exception"))
                    .limit(40)
                    .toList();
        }
    }

    /** The warnings and errors in the log, each line without its time. */
    public List<String> warnings() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> WARNING.matcher(line).find())
                    .map(line -> line.replaceFirst("^\\S+ +", ""))
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
