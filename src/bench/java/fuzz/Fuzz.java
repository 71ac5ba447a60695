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
 * Requests and frames that nobody should send, at a real server: src/bench/fuzz.sh. Made from the contract by a seed, not
 * by coverage as Jazzer does: over a port and with many at once, what code an input reached cannot be told.
 */
public final class Fuzz {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("REQUEST_LOG", "off", "METRICS_TOKEN", "a-token-of-the-fuzzer");
    private static final int WORKERS = 32;
    /** So that all is loaded, compiled and allocated that a server in use has. */
    private static final long LEAST_WARM_UP = 10_000;

    private static final int WARM_UP_SHARE = 5;
    private static final long HEAP_SLACK = 8 << 20;
    private static final int FILE_SLACK = 20;

    /** What came of a run, as text, and whether all was well. */
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
     * @param folder an empty one
     * @param command what runs the server
     */
    public static Outcome run(Path folder, List<String> command, long seed, long requests, long frames)
            throws IOException {
        return new Fuzz(folder, command, seed).run(requests, frames);
    }

    private Outcome run(long requests, long frames) throws IOException {
        Tally tally = new Tally();
        try (Patient patient = new Patient(command, folder, ENVIRONMENT)) {
            Town town = new Town(patient.port());
            all(town, new Tally(), seed + 2_000_000, warmUp(requests), warmUp(frames));
            patient.busyThreads();
            long heap = patient.liveBytes();
            long files = patient.openFiles();

            all(town, tally, seed, requests / 2, frames / 2);
            patient.busyThreads();
            long heapBetween = patient.liveBytes();
            all(town, tally, seed + 1_000_000, requests / 2, frames / 2);

            patient.busyThreads().forEach(thread -> tally.find("busy thread " + thread, new byte[0]));
            long heapAfter = patient.liveBytes();
            long filesAfter = patient.openFiles();
            say("seed %d; heap %,d bytes before, %,d between, %,d after; open files %d before, %d after; threads %d"
                    .formatted(seed, heap, heapBetween, heapAfter, files, filesAfter, patient.threads()));
            if (heapAfter > heap + HEAP_SLACK) {
                tally.find("the heap is not back at its base", new byte[0]);
            }
            if (filesAfter > files + FILE_SLACK) {
                tally.find("files stay open", new byte[0]);
            }
            if (!town.newScene().lives(patient.port())) {
                tally.find("it does not work in the end", new byte[0]);
            }
            patient.complaints().forEach(line -> tally.find("log: " + line, new byte[0]));
        }
        say(tally.toString());
        return new Outcome(tally.findings() == 0, report.toString());
    }

    private static long warmUp(long count) {
        return Math.max(LEAST_WARM_UP, count / WARM_UP_SHARE);
    }

    private void all(Town town, Tally tally, long seed, long requests, long frames) throws IOException {
        together(requests, "requests", seed, (chance, share) -> new HttpWorker(town, tally, chance).run(share));
        together(frames, "frames", seed + WORKERS, (chance, share) -> new SocketWorker(town, tally, chance).run(share));
    }

    @FunctionalInterface
    private interface Work {
        void run(Chance chance, long share) throws IOException;
    }

    private void together(long count, String what, long seed, Work work) throws IOException {
        long begun = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Chance chance = new Chance(seed + i);
                running.add(threads.submit(() -> {
                    work.run(chance, count / WORKERS);
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
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        say("%,d %s in %d s".formatted(count, what, took.toSeconds()));
    }

    private void say(String line) {
        report.append(line).append('\n');
    }
}
