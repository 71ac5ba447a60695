package bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The load generator: what a chat server can carry, and what it costs. */
@Command(
        name = "bench",
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
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "tells what there is")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler(Bench::tell)
                .execute(arguments));
    }

    /** What the command line got wrong is told in a sentence; anything else is a failure to look into. */
    private static int tell(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
