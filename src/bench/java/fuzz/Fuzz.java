package fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends hostile requests and frames to a real server: src/bench/fuzz.sh. They are generated from the contract and a
 * seed. Unlike with Jazzer, coverage does not guide them: over a port, with many clients at once, nobody can tell which
 * code an input reached.
 */
public final class Fuzz {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("REQUEST_LOG", "off", "METRICS_TOKEN", "a-token-of-the-fuzzer");
    private static final int WORKERS = 32;
    /** Loads classes, compiles code and fills pools, as in a server that has been in use. */
    private static final long MIN_WARM_UP = 10_000;

    private static final int WARM_UP_SHARE = 5;
    private static final long HEAP_SLACK = 8 << 20;
    private static final int FILE_SLACK = 20;

    /** The report of a run, and whether there were no findings. */
    public record Outcome(boolean ok, String report) {}

    private final Path folder;
    private final List<String> command;
    private final long seed;
    private final StringBuilder report = new StringBuilder();

    private Fuzz(Path folder, List<String> command, long seed) {
        this.folder = folder;
        this.command = command;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws IOException {
        long requests = 1_000_000;
        long frames = 1_000_000;
        long seed = 1;
        Path jar = Path.of("target", "chat.jar");
        Path folder = null;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--requests" -> requests = Long.parseLong(value);
                case "--frames" -> frames = Long.parseLong(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--jar" -> jar = Path.of(value);
                case "--folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
            }
        }
        List<String> command = List.of("java", "-Xmx512m", "-jar", jar.toString());
        Outcome outcome =
                run(folder == null ? Files.createTempDirectory("fuzz") : folder, command, seed, requests, frames);
        System.out.println(outcome.report());
        System.exit(outcome.ok() ? 0 : 1);
    }

    /**
     * @param folder an empty folder for the server
     * @param command the command that runs the server
     */
    public static Outcome run(Path folder, List<String> command, long seed, long requests, long frames)
            throws IOException {
        return new Fuzz(folder, command, seed).run(requests, frames);
    }

    private Outcome run(long requests, long frames) throws IOException {
        Tally tally = new Tally();
        try (ServerUnderTest server = new ServerUnderTest(command, folder, ENVIRONMENT)) {
            Site site = new Site(server.port());
            runAll(site, new Tally(), seed + 2_000_000, warmUp(requests), warmUp(frames));
            server.busyThreads();
            long heap = server.liveBytes();
            long files = server.openFiles();

            runAll(site, tally, seed, requests / 2, frames / 2);
            server.busyThreads();
            long heapBetween = server.liveBytes();
            runAll(site, tally, seed + 1_000_000, requests / 2, frames / 2);

            server.busyThreads().forEach(thread -> tally.addFinding("busy thread " + thread, new byte[0]));
            long heapAfter = server.liveBytes();
            long filesAfter = server.openFiles();
            report("seed %d; heap %,d bytes before, %,d between, %,d after; open files %d before, %d after; threads %d"
                    .formatted(seed, heap, heapBetween, heapAfter, files, filesAfter, server.threads()));
            if (heapAfter > heap + HEAP_SLACK) {
                tally.addFinding("the heap is larger than before the run", new byte[0]);
            }
            if (filesAfter > files + FILE_SLACK) {
                tally.addFinding("files are still open", new byte[0]);
            }
            if (!site.newActor().isSignedIn(server.port())) {
                tally.addFinding("the server does not work after the run", new byte[0]);
            }
            server.logFromFirstProblem().forEach(line -> tally.addFinding("log: " + line, new byte[0]));
        }
        report(tally.toString());
        return new Outcome(tally.findingCount() == 0, report.toString());
    }

    private static long warmUp(long count) {
        return Math.max(MIN_WARM_UP, count / WARM_UP_SHARE);
    }

    private void runAll(Site site, Tally tally, long seed, long requests, long frames) throws IOException {
        runWorkers(requests, "requests", seed, (random, share) -> new HttpWorker(site, tally, random).run(share));
        runWorkers(
                frames, "frames", seed + WORKERS, (random, share) -> new SocketWorker(site, tally, random).run(share));
    }

    @FunctionalInterface
    private interface Work {
        void run(Randomness random, long share) throws IOException;
    }

    private void runWorkers(long count, String what, long seed, Work work) throws IOException {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Randomness random = new Randomness(seed + i);
                running.add(threads.submit(() -> {
                    work.run(random, count / WORKERS);
                    return null;
                }));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        report("%,d %s in %d s".formatted(count, what, duration.toSeconds()));
    }

    private void report(String line) {
        report.append(line).append('\n');
    }
}
