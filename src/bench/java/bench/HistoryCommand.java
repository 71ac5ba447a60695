package bench;

import bench.measure.Latencies;
import bench.measure.Report;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "How long pages at random places of a long history take, and the lists of conversations and users.")
final class HistoryCommand implements Runnable {
    private static final int OK = 200;
    private static final int WARM_UPS = 300;
    /** The same places in each run. */
    private static final int RANDOM_SEED = 1;

    @Option(names = "--users", description = "in the database (${DEFAULT-VALUE})")
    private int users = 10_000;

    @Option(names = "--rooms", description = "of user 1, who asks (${DEFAULT-VALUE})")
    private int rooms = 2_000;

    @Option(names = "--messages", description = "in all rooms together (${DEFAULT-VALUE})")
    private long messages = 10_000_000;

    @Option(names = "--requests", description = "of each kind, one after another (${DEFAULT-VALUE})")
    private int requests = 1_000;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Output output = new Output();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(RANDOM_SEED);

    @Override
    public void run() {
        SeedPlan plan = SeedPlan.history(users, rooms, messages);
        try (Server server = servers.open(Target.chat, plan)) {
            Report report = new Report("history")
                    .number("users", users)
                    .number("rooms", rooms)
                    .number("messages", messages);
            measure(server, report, "page", () -> somewhere(plan));
            measure(server, report, "newest_page", () -> "/rooms/" + someRoom(plan) + "/messages");
            measure(server, report, "rooms", () -> "/rooms");
            measure(server, report, "rooms_200", () -> "/rooms?limit=200");
            measure(server, report, "users", () -> "/users");
            measure(server, report, "users_500", () -> "/users?limit=500");
            output.write(report);
        }
    }

    private String somewhere(SeedPlan plan) {
        int room = someRoom(plan);
        long seq = 1 + random.nextLong(plan.messagesInRoom());
        return "/rooms/" + room + "/messages?before=" + plan.messageId(room, seq);
    }

    private int someRoom(SeedPlan plan) {
        return plan.firstRoom() + random.nextInt(rooms);
    }

    private void measure(Server server, Report report, String name, Supplier<String> path) {
        for (int i = 0; i < WARM_UPS; i++) {
            get(server, path.get());
        }
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            String asked = path.get();
            long start = System.nanoTime();
            get(server, asked);
            latencies.add(System.nanoTime() - start);
        }
        latencies.tell(report, name);
    }

    private void get(Server server, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Cookie", server.chat().cookie(1))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
