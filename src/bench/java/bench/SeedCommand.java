package bench;

import bench.server.SeedPlan;
import bench.server.Seeder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "seed", description = "Creates a database with users, sessions, conversations and messages.")
final class SeedCommand implements Runnable {
    @Option(names = "--db", required = true, description = "The file to create.")
    private Path database;

    @Option(names = "--users", required = true, description = "Number of users, each with a session.")
    private int users;

    @Option(names = "--pairs", description = "Users 1 and 2, 3 and 4, and so on have a conversation.")
    private boolean pairs;

    @Option(names = "--group", description = "Number of members of a group, which is room 1.")
    private int group;

    @Option(names = "--rooms", description = "Number of users who have a conversation with user 1.")
    private int rooms;

    @Option(names = "--messages", description = "Number of messages in all rooms of --rooms together.")
    private long messages;

    @Override
    public void run() {
        Seeder.seed(database, new SeedPlan(users, pairs, group, rooms, messages));
    }
}
