package bench;

import bench.measure.Report;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description =
                "Latency of pages at random places in a long history, and of the lists of conversations and users.")
final class HistoryCommand implements Runnable {
    /** Fixed, so that each run requests the same pages. */
    private static final int RANDOM_SEED = 1;

    @Option(names = "--users", description = "Users in the database (${DEFAULT-VALUE}).")
    private int users = 10_000;

    @Option(names = "--rooms", description = "Conversations of user 1, who sends the requests (${DEFAULT-VALUE}).")
    private int rooms = 2_000;

    @Option(names = "--messages", description = "Messages in all rooms together (${DEFAULT-VALUE}).")
    private long messages = 10_000_000;

    @Option(names = "--requests", description = "Requests of each kind, one after another (${DEFAULT-VALUE}).")
    private int requests = 1_000;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        Random random = new Random(RANDOM_SEED);
        SeedPlan plan = SeedPlan.history(users, rooms, messages);
        try (Server server = servers.open(Target.chat, plan)) {
            Report report = new Report("history")
                    .number("users", users)
                    .number("rooms", rooms)
                    .number("messages", messages);
            HttpReads reads = new HttpReads(server, requests);
            reads.measure(report, "page", () -> randomPage(plan, random));
            reads.measure(report, "newest_page", () -> "/rooms/" + randomRoom(plan, random) + "/messages");
            reads.measure(report, "rooms", () -> "/rooms");
            reads.measure(report, "rooms_200", () -> "/rooms?limit=200");
            reads.measure(report, "users", () -> "/users");
            reads.measure(report, "users_500", () -> "/users?limit=500");
            output.write(report);
        }
    }

    private String randomPage(SeedPlan plan, Random random) {
        int room = randomRoom(plan, random);
        long seq = 1 + random.nextLong(plan.messagesInRoom());
        return "/rooms/" + room + "/messages?before=" + plan.messageId(room, seq);
    }

    private int randomRoom(SeedPlan plan, Random random) {
        return plan.firstRoom() + random.nextInt(rooms);
    }
}
