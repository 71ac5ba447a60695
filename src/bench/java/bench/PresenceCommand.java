package bench;

import bench.measure.Report;
import bench.measure.Usage;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import bench.wire.ClientFrame;
import bench.wire.Clients;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "presence",
        description =
                "Users become active, evenly spread over some time, and go offline five minutes later. Each socket"
                        + " watches some other users. Measures what the presence events cost.")
final class PresenceCommand implements Runnable {
    private static final byte[] ACTIVE = ClientFrame.text("{\"event\":\"active\",\"data\":{}}");

    @Option(names = "--users", description = "Number of users, all connected from the start (${DEFAULT-VALUE}).")
    private int users = 10_000;

    @Option(names = "--watch", description = "Number of users that each socket watches (${DEFAULT-VALUE}).")
    private int watch = 50;

    @Option(names = "--spread", description = "Seconds in which all users become active (${DEFAULT-VALUE}).")
    private int spreadSeconds = 300;

    @Option(
            names = "--seconds",
            description = "Seconds that are measured, from the first active user on (${DEFAULT-VALUE}).")
    private int seconds = 605;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Server server = servers.open(Target.chat, SeedPlan.users(users))) {
            output.write(run(server));
        }
    }

    private Report run(Server server) {
        PresenceCount count = new PresenceCount();
        try (Clients clients = Clients.connect(server.protocol(), server.port(), users, count)) {
            clients.run(() -> watchOthers(clients));
            Pause.seconds(5);
            clients.run(count::reset);
            Usage before = Usage.now(server.pid());
            clients.run(() -> activateFrom(clients, 0, System.nanoTime()));
            Pause.seconds(seconds);
            Usage used = Usage.now(server.pid()).since(before);

            Report report = new Report("presence")
                    .number("users", users)
                    .number("watched_by_each", watch)
                    .number("spread_s", spreadSeconds)
                    .number("seconds", seconds)
                    .number("states_if_all_were_watched", (long) users * users);
            clients.run(() -> count.addTo(report));
            report.number("server_cpu_s", used.server(), 1);
            used.addTo(report);
            return report.text("dropped", clients.dropped().toString());
        }
    }

    /** Each socket watches the users that follow its own, in a ring, so that all users have equally many watchers. */
    private void watchOthers(Clients clients) {
        for (int userId = 1; userId <= users; userId++) {
            int first = userId;
            String others = IntStream.range(0, watch)
                    .mapToObj(i -> String.valueOf((first + i) % users + 1))
                    .collect(Collectors.joining(","));
            clients.of(userId).send(ClientFrame.text("{\"event\":\"watch\",\"data\":{\"user_ids\":[" + others + "]}}"));
        }
    }

    private void activateFrom(Clients clients, int activated, long start) {
        if (activated < users) {
            clients.of(activated + 1).send(ACTIVE);
            long next = start + spreadSeconds * 1_000_000_000L * (activated + 1) / users;
            clients.runAt(next, () -> activateFrom(clients, activated + 1, start));
        }
    }
}
