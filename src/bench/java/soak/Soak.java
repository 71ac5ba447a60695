package soak;

import bench.measure.Report;
import fuzz.ServerUnderTest;
import fuzz.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A hundred people chat while attackers without an account and one hostile account attack: src/bench/soak.sh. The
 * server runs in a process of its own with the heap of the documented container and default limits. Reports each broken
 * promise.
 */
public final class Soak {
    private static final int WARM_UP_SECONDS = 8;
    private static final double WARM_UP_SCALE = 0.1;
    private static final int BROWSERS = 3;
    private static final int P99_MS = 250;
    private static final double NANOS_A_SECOND = 1e9;
    private static final String P99 = "acknowledgement_p99_ms";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration COMPLETION_TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> MEMORY = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    private static final Map<String, String> SETTINGS =
            Map.of("RATE_LIMITS", "on", "BCRYPT_COST", "12", "REQUEST_LOG", "off");

    /** The report of the soak, and whether every promise was kept. */
    public record Outcome(boolean ok, String report) {}

    private final Options options;
    private final ServerUnderTest server;
    private final Path database;
    private final Findings findings = new Findings();
    private final Report report = new Report("soak");
    private Tally counts = new Tally();

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of("target", "chat.jar");
        Path folder = null;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--jar" -> jar = Path.of(arguments[i + 1]);
                case "--folder" -> folder = Path.of(arguments[i + 1]);
                default -> {
                    // Options parses the others
                }
            }
        }
        Options options = Options.parse(arguments);
        Outcome outcome = run(
                folder == null ? Files.createTempDirectory("soak") : folder,
                List.of("-jar", jar.toAbsolutePath().toString()),
                options);
        System.out.println(outcome.report());
        System.exit(outcome.ok() ? 0 : 1);
    }

    /**
     * @param folder an empty folder for the server
     * @param program Java's arguments that run the server, without those about memory
     */
    public static Outcome run(Path folder, List<String> program, Options options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MEMORY);
        command.addAll(program);
        Path database = folder.resolve(ServerUnderTest.DATABASE);
        Seed.make(database, options.accounts());
        try (ServerUnderTest server = new ServerUnderTest(command, folder, SETTINGS)) {
            return new Soak(options, server, database).run();
        }
    }

    private Soak(Options options, ServerUnderTest server, Path database) {
        this.options = options;
        this.server = server;
        this.database = database;
    }

    private Outcome run() throws IOException {
        TargetInfo target = TargetInfo.discover(server.port(), options.accounts());
        try (People people = new People(target, options.members())) {
            people.startTalking();
            if (soak(target, people)) {
                people.stopTalking();
                await(COMPLETION_TIMEOUT, () -> people.missing() == 0);
                people.compare(database, findings);
            }
            people.addTo(report, findings);
        }
        if (options.judgesLatency() && report.has(P99) && report.number(P99) > P99_MS) {
            findings.add("the p99 of sends is over " + P99_MS + " ms");
        }
        server.warnings().forEach(line -> findings.add("log: " + line));
        return new Outcome(findings.isEmpty(), text());
    }

    /** Returns whether the process survived. */
    private boolean soak(TargetInfo target, People people) throws IOException {
        if (!attack(target, WARM_UP_SECONDS, WARM_UP_SCALE, new HttpResults(), new Findings())) {
            findings.add("THE PROCESS ENDED in the warm-up with status " + server.exitStatus());
            return false;
        }
        ResourceUse before = awaitQuiet(people);
        before.addTo(report, "before");
        HttpResults results = new HttpResults();
        people.openWindow();
        boolean alive = attack(target, options.seconds(), 1, results, findings);
        people.closeWindow();
        results.addTo(report);
        if (!alive) {
            findings.add("THE PROCESS ENDED with status " + server.exitStatus());
            return false;
        }
        ResourceUse after = awaitQuiet(people);
        after.addTo(report, "after");
        after.compare(before, findings);
        server.busyThreads().forEach(thread -> findings.add("a thread is still busy: " + thread));
        return true;
    }

    /** Lets all attack while people browse; returns whether the process survived. */
    private boolean attack(TargetInfo target, int seconds, double scale, HttpResults results, Findings found)
            throws IOException {
        List<Thread> threads = new ArrayList<>();
        boolean ended;
        long start = System.nanoTime();
        try (Phase browsing = new Phase(target);
                Phase attacks = new Phase(target)) {
            for (int i = 0; i < BROWSERS; i++) {
                threads.add(new Thread(new Browsing(browsing, results, found, options.seed() + i), "person " + i));
            }
            attackers(target, scale)
                    .forEach(attacker -> threads.add(new Thread(() -> run(attacker, attacks), attacker.name())));
            threads.forEach(Thread::start);
            ended = server.endsWithin(Duration.ofSeconds(seconds));
            counts = attacks.tally();
        }
        join(threads);
        report.number("hostile_seconds", (System.nanoTime() - start) / NANOS_A_SECOND, 1);
        return !ended;
    }

    private Stream<Attacker> attackers(TargetInfo target, double scale) {
        return Stream.concat(
                        new AnonymousAttackers(target, options.seed(), scale).all().stream(),
                        new HostileAccount(target, options.seed(), scale).all().stream())
                .filter(options::has);
    }

    private static void run(Attacker attacker, Phase phase) {
        try {
            attacker.run(phase);
        } catch (IOException e) {
            phase.tally().count(attacker.name() + ": " + e);
        }
    }

    private static void join(List<Thread> threads) throws IOException {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /** Waits until the server has closed the attackers' connections and no request thread is busy, then measures. */
    private ResourceUse awaitQuiet(People people) throws IOException {
        await(QUIET_TIMEOUT, () -> server.openSockets() <= people.sockets() + ResourceUse.FILE_SLACK);
        server.busyThreads();
        return ResourceUse.of(server);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for the condition, at most that long. */
    private void await(Duration patience, Condition condition) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds() && System.nanoTime() < deadline && !server.endsWithin(POLL_INTERVAL)) {
            // endsWithin waits
        }
    }

    private String text() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        report.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        String verdict = findings.isEmpty() ? "KEPT: every promise" : "BROKEN\n" + findings;
        return counts + "\n\n" + table.toString(StandardCharsets.UTF_8) + verdict;
    }
}
