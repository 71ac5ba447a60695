package soak;

import bench.measure.Report;
import fuzz.Patient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A hundred people chat while strangers and one account do their worst, at a server in a process of its own with the
 * documented container's heap and all limits at their defaults: src/bench/soak.sh. Ends with each promise that was broken.
 */
public final class Soak {
    private static final double WARM_UP_SCALE = 0.1;
    private static final int WARM_UP_SECONDS = 8;
    private static final int BROWSERS = 3;
    private static final int P99_MS = 250;
    private static final long HEAP_SLACK = 16 << 20;
    private static final int FILE_SLACK = 20;
    private static final int THREAD_SLACK = 10;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
    private static final Duration COMPLETE_WITHIN = Duration.ofSeconds(10);
    private static final String[] MEMORY = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"};
    private static final Map<String, String> SETTINGS =
            Map.of("RATE_LIMITS", "on", "BCRYPT_COST", "12", "REQUEST_LOG", "off");
    private static final Pattern STYLE_SHEET = Pattern.compile("href=\"([^\"]+\\.css[^\"]*)\"");

    /** What came of it, as text, and whether every promise was kept. */
    public record Outcome(boolean ok, String report) {}

    /** What the process holds while nobody does harm. */
    private record Held(long heap, long files, long threads) {}

    private final Options options;
    private final Patient server;
    private final Path database;
    private final Findings findings = new Findings();
    private final Report report = new Report("soak");
    private final StringBuilder counts = new StringBuilder();

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of("target", "chat.jar");
        Path folder = null;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--jar" -> jar = Path.of(arguments[i + 1]);
                case "--folder" -> folder = Path.of(arguments[i + 1]);
                default -> {
                    // one of the others
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
     * @param folder an empty one
     * @param program the server, as java's arguments after those about memory
     */
    public static Outcome run(Path folder, List<String> program, Options options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(MEMORY));
        command.addAll(program);
        Path database = folder.resolve(Patient.DATABASE);
        Seed.make(database, options.accounts());
        try (Patient server = new Patient(command, folder, SETTINGS)) {
            return new Soak(options, server, database).run();
        }
    }

    private Soak(Options options, Patient server, Path database) {
        this.options = options;
        this.server = server;
        this.database = database;
    }

    private Outcome run() throws IOException {
        Place place = look();
        try (People people = new People(place, options.members())) {
            people.beginToTalk();
            if (soak(place, people)) {
                people.fallSilent();
                await(COMPLETE_WITHIN, () -> people.missing() == 0);
            }
            people.tell(report, findings);
        }
        judge();
        return new Outcome(findings.isEmpty(), told());
    }

    /** Gives whether the process survived. */
    private boolean soak(Place place, People people) throws IOException {
        if (!harm(place, WARM_UP_SECONDS, WARM_UP_SCALE, new Findings())) {
            findings.add("the process ended in the warm-up");
            return false;
        }
        Held before = whenQuiet(people);
        people.count();
        boolean alive = harm(place, options.seconds(), 1, findings);
        people.stopCounting();
        if (!alive) {
            findings.add("THE PROCESS ENDED with status " + server.exitStatus());
            return false;
        }
        compare(before, whenQuiet(people));
        return true;
    }

    /** Lets all do harm for a time, while people browse; gives whether the process survived. */
    private boolean harm(Place place, int seconds, double scale, Findings found) throws IOException {
        List<Stranger> strangers = Stream.concat(
                        new Strangers(place, options.seed(), scale).all().stream(),
                        new WorstAccount(place, options.seed(), scale).all().stream())
                .filter(options::has)
                .toList();
        List<Browsing> browsing = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        Visit visit = new Visit(place);
        Visit peoplesVisit = new Visit(place);
        boolean ended;
        long begun = System.nanoTime();
        try (visit;
                peoplesVisit) {
            for (int i = 0; i < BROWSERS; i++) {
                Browsing one = new Browsing(peoplesVisit, found, options.seed() + i);
                browsing.add(one);
                threads.add(new Thread(one, "person " + i));
            }
            strangers.forEach(stranger -> threads.add(new Thread(() -> run(stranger, visit), stranger.name())));
            threads.forEach(Thread::start);
            ended = server.endsWithin(Duration.ofSeconds(seconds));
        }
        join(threads);
        if (scale == 1) {
            report.number("hostile_seconds", (System.nanoTime() - begun) / 1e9, 1);
            for (int i = 0; i < BROWSERS; i++) {
                Browsing one = browsing.get(i);
                one.answers().forEach((what, count) -> visit.tally().count("PEOPLE over HTTP: " + what, count));
                one.latencies().tell(report, "person_" + i + "_http");
            }
            counts.append(visit.tally());
        }
        return !ended;
    }

    private static void run(Stranger stranger, Visit visit) {
        try {
            stranger.run(visit);
        } catch (IOException e) {
            visit.tally().count(stranger.name() + ": " + e);
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

    /** Once the strangers' connections are gone from the server and no thread of it is busy. */
    private Held whenQuiet(People people) throws IOException {
        await(QUIET_WITHIN, () -> server.openSockets() <= people.sockets() + FILE_SLACK);
        server.busyThreads();
        return new Held(server.liveBytes(), server.openFiles(), server.threads());
    }

    private void compare(Held before, Held after) throws IOException {
        report.number("heap_before_bytes", before.heap())
                .number("heap_after_bytes", after.heap())
                .number("files_before", before.files())
                .number("files_after", after.files())
                .number("threads_before", before.threads())
                .number("threads_after", after.threads());
        if (after.heap() > before.heap() + HEAP_SLACK) {
            findings.add("the heap is not where it began");
        }
        if (after.files() > before.files() + FILE_SLACK) {
            findings.add("files stay open");
        }
        if (after.threads() > before.threads() + THREAD_SLACK) {
            findings.add("threads stay");
        }
        server.busyThreads().forEach(thread -> findings.add("a thread is still busy: " + thread));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for it that long at most. */
    private void await(Duration patience, Condition condition) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds() && System.nanoTime() < deadline && !server.endsWithin(LOOK_EVERY)) {
            // looks again
        }
    }

    private void judge() throws IOException {
        long stored = storedMessagesOfPeople();
        report.number("stored_twice", stored);
        if (stored > 0) {
            findings.add("messages of people stored twice: " + stored);
        }
        if (options.judgesLatency() && report.number("acknowledgement_p99_ms") > P99_MS) {
            findings.add("the p99 of sends is over " + P99_MS + " ms");
        }
        server.warnings().forEach(line -> findings.add("log: " + line));
    }

    /** Texts of people that the database has more than once: each is said once. */
    private long storedMessagesOfPeople() throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) - count(DISTINCT message_content) FROM messages WHERE message_content LIKE '~%'")) {
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private String told() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        report.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        String verdict = findings.isEmpty() ? "Every promise was kept." : "BROKEN\n" + findings;
        return counts + "\n" + table.toString(StandardCharsets.UTF_8) + verdict;
    }

    /** Finds out what the session's cookie is called, and which style sheet is the largest. */
    private Place look() throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        String origin = "http://127.0.0.1:" + server.port();
        HttpResponse<String> loggedIn = send(
                http,
                HttpRequest.newBuilder(URI.create(origin + "/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "username=user1&password=" + bench.server.Seeder.PASSWORD.replace(' ', '+'))));
        String cookie = loggedIn.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("Could not log in: " + loggedIn.statusCode()));
        Matcher links = STYLE_SHEET.matcher(send(http, HttpRequest.newBuilder(URI.create(origin + "/login")))
                .body());
        List<String> sheets = links.results().map(link -> link.group(1)).toList();
        String largest = "";
        int length = 0;
        for (String sheet : sheets) {
            int found = send(http, HttpRequest.newBuilder(URI.create(origin).resolve(sheet)))
                    .body()
                    .length();
            if (found > length) {
                largest = sheet;
                length = found;
            }
        }
        report.text("style_sheet", largest + ", " + length + " characters");
        return new Place(server.port(), cookie.substring(0, cookie.indexOf('=')), largest, options.accounts());
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
