package bench;

import bench.server.SeedPlan;
import bench.server.Seeder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "seed", description = "Makes a database with users, sessions, conversations and messages.")
final class SeedCommand implements Runnable {
    @Option(names = "--db", required = true, description = "the file to make")
    private Path database;

    @Option(names = "--users", required = true, description = "how many users, each with a session")
    private int users;

    @Option(names = "--pairs", description = "1 and 2, 3 and 4, and so on have a conversation")
    private boolean pairs;

    @Option(names = "--group", description = "so many are members of a group, room 1")
    private int group;

    @Option(names = "--rooms", description = "so many others have a conversation with user 1")
    private int rooms;

    @Option(names = "--messages", description = "so many messages in all these")
    private long messages;

    @Override
    public void run() {
        Seeder.seed(database, new SeedPlan(users, pairs, group, rooms, messages));
    }
}
