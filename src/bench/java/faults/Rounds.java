package faults;

import faults.check.Findings;
import faults.check.Models;
import faults.check.StoredRooms;
import faults.client.Api;
import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Random;

/**
 * Rounds of load, disaster and restart with one database. Most rounds end with a check of the database and the clients
 * against what the server acknowledged. Some also compare the clients with a fresh load. The run ends after the first
 * round with a finding other than a slow recovery.
 */
final class Rounds {
    private static final int MIN_LOAD_MS = 20;
    private static final int LOAD_RANGE_MS = 600;
    private static final int CALM_MS = 30_000;
    private static final int FRESH_LOAD_INTERVAL = 25;
    /** One round in so many has no check, so that the next disaster hits clients that are still catching up. */
    private static final int UNCHECKED = 4;

    private static final Duration MAX_RECOVERY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Options options;
    private final Launch launch;
    private final Disaster disaster;
    private final StoredRooms stored;
    private final Random random;
    private final Findings findings = new Findings();
    private Duration slowest = Duration.ZERO;
    private long messages;

    Rounds(Options options, Launch launch, Disaster disaster) {
        this.options = options;
        this.launch = launch;
        this.disaster = disaster;
        stored = new StoredRooms(launch.database());
        random = new Random(options.seed());
    }

    /** @param ready runs once the accounts exist */
    boolean run(Disaster ready) throws IOException {
        System.out.printf("seed %d, %d messages a second%n", options.seed(), options.rate());
        ServerProcess server = launch.start();
        int round = 0;
        try {
            server.awaitHealth(200, TIMEOUT);
            Api api = server.api(HttpClient.newHttpClient());
            try (Crowd crowd = new Crowd(api, options.behaviour(), random)) {
                ready.strike(server);
                while (round < options.rounds() && findings.noneButSlow()) {
                    round++;
                    server = round(round, server, crowd);
                }
            }
        } finally {
            server.close();
        }
        stored.checkIntegrity(findings);
        System.out.printf(
                "%d rounds, %,d messages, slowest recovery %.2f s: %s", round, messages, seconds(slowest), findings);
        return findings.none();
    }

    private ServerProcess round(int round, ServerProcess before, Crowd crowd) throws IOException {
        int load = MIN_LOAD_MS + random.nextInt(LOAD_RANGE_MS);
        crowd.write(load, options.rate());
        int unacknowledged = crowd.unacknowledged();
        disaster.strike(before);
        ServerProcess server = launch.start();
        try {
            Duration recovery = server.awaitHealth(200, TIMEOUT);
            if (recovery.compareTo(MAX_RECOVERY) > 0) {
                findings.add(Findings.Kind.SLOW, "recovered only after " + recovery);
            }
            slowest = recovery.compareTo(slowest) > 0 ? recovery : slowest;
            boolean isLast = round == options.rounds();
            boolean isChecked = isLast || round % FRESH_LOAD_INTERVAL == 0 || random.nextInt(UNCHECKED) != 0;
            if (isChecked) {
                check(crowd, isLast || round % FRESH_LOAD_INTERVAL == 0);
            }
            System.out.printf(
                    "round %3d: load %3d ms, %3d in flight, back in %.2f s, %,d acknowledged so far, %s%n",
                    round,
                    load,
                    unacknowledged,
                    seconds(recovery),
                    crowd.promises(),
                    isChecked ? findings.summary() : "not checked");
            return server;
        } catch (IOException e) {
            findings.add(Findings.Kind.STUCK, e.toString());
            return server;
        }
    }

    private void check(Crowd crowd, boolean withFreshLoad) throws IOException {
        crowd.repeat();
        if (!crowd.awaitCalm(CALM_MS)) {
            findings.add(Findings.Kind.STUCK, crowd.unacknowledged() + " messages were not acknowledged in time");
        }
        messages = stored.check(crowd.clients(), findings);
        Models.checkTold(crowd.clients(), findings);
        if (withFreshLoad) {
            Models.checkFresh(crowd.clients(), findings);
            stored.checkIntegrity(findings);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
