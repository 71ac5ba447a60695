package bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load generator: what a chat server can carry, and what it costs. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            SeedCommand.class,
            PeakCommand.class,
            RateCommand.class,
            FanoutCommand.class,
            IdleCommand.class,
            PresenceCommand.class,
            HistoryCommand.class,
            CompareCommand.class
        })
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
