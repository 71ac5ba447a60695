package bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The load generator. It measures how much load a chat server handles, and what that costs. */
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
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler(Bench::handle)
                .execute(arguments));
    }

    /** A wrong command line gets only a sentence; any other failure gets its stack trace. */
    private static int handle(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
