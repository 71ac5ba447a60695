package chat.app;

import chat.admin.Admin;
import chat.db.Backups;
import chat.db.SqliteFile;
import chat.legacy.LegacyImport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands other than serving: {@code java -jar chat.jar COMMAND}. A server does not load this class, and therefore
 * does not load picocli either.
 */
@Command(
        name = "java -jar chat.jar",
        header = "Your own chat. Start it, open it in a browser, register, and chat.%n",
        description = "%nWithout a command, the program serves the chat.%n",
        commandListHeading = "%nCommands:%n",
        footer = Config.HELP,
        usageHelpWidth = 110)
final class Commands {
    private static final String FORCE = "overwrites an existing file";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "prints this help")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "prints the version")
    boolean version;

    private Commands() {}

    /**
     * @throws Config.Invalid with one sentence, if the command line or the environment is invalid
     * @throws chat.db.StorageException with one sentence, if the command fails
     */
    static void run(String... arguments) throws Config.Invalid {
        CommandLine line = new CommandLine(new Commands())
                .registerConverter(Path.class, Commands::file)
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false);
        line.getCommandSpec().version("chat " + Build.read().version());
        try {
            new RunLast().execute(line.parseArgs(arguments));
        } catch (ParameterException e) {
            throw new Config.Invalid(sentence(e, arguments[0]));
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    @Command(name = "backup", description = "Copies the database, even while the server runs.")
    void backup(
            @Parameters(paramLabel = "FILE", description = "the copy") Path file,
            @Option(names = "--force", description = FORCE) boolean overwrite)
            throws Config.Invalid {
        Path database = database();
        System.out.println("Backed up " + database + " to " + Backups.backup(database, file, overwrite) + ".");
    }

    @Command(name = "restore", description = "Replaces the database by a copy. The server must be stopped.")
    void restore(
            @Parameters(paramLabel = "FILE", description = "the copy") Path file,
            @Option(names = "--force", description = FORCE) boolean overwrite)
            throws Config.Invalid {
        Path database = database();
        System.out.println("Restored " + Backups.restore(file, database, overwrite) + " from " + file + ".");
    }

    @Command(name = "import", description = "Imports a database of the Python version.")
    void importLegacy(@Parameters(paramLabel = "OLD.db", description = "the old database") Path file)
            throws Config.Invalid {
        System.out.println(LegacyImport.run(file, database(), Clock.systemUTC()).text());
    }

    @Command(name = "reset-link", description = "Prints a link with which an account's password can be reset.")
    void resetLink(@Parameters(paramLabel = "NAME", description = "the name of the account") String username)
            throws Config.Invalid {
        Config config = Config.of(System.getenv());
        NativeLibraries.provide(config.database());
        String path = Admin.recoveryLink(config.database(), username, Clock.systemUTC());
        String prefix = "A new password for " + username + " can be set once, within 24 hours, at ";
        System.out.println(
                config.site() != null
                        ? prefix + config.site().toString().replaceFirst("/$", "") + path
                        : prefix + "this path of the chat's address: " + path);
    }

    private static Path database() throws Config.Invalid {
        Path database = Config.of(System.getenv()).database();
        NativeLibraries.provide(database);
        return database;
    }

    /** @throws IllegalArgumentException with the rest of a sentence that begins with "The command NAME" */
    private static Path file(String path) {
        if (path.contains("://")) {
            throw new IllegalArgumentException("takes a file, not a URL.");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "takes a file, and this is not a valid path: " + Redacted.of(path) + "."
                            + SqliteFile.encodingHint(path),
                    e);
        }
    }

    /** Replaces picocli's message, which repeats what was typed and may therefore show a password. */
    private static String sentence(ParameterException refusal, String firstArgument) {
        CommandSpec command = refusal.getCommandLine().getCommandSpec();
        if (command.parent() == null) {
            String unknown = refusal instanceof UnmatchedArgumentException unmatched
                    ? unmatched.getUnmatched().get(0)
                    : firstArgument;
            return "Unknown argument " + Redacted.argument(unknown) + ". Try --help.";
        }
        if (refusal.getCause() instanceof IllegalArgumentException badFile) {
            return "The command " + command.name() + " " + badFile.getMessage();
        }
        boolean takesFile = command.positionalParameters().get(0).type() == Path.class;
        String options = command.options().stream()
                .filter(option -> !option.usageHelp())
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(" "));
        return "The command " + command.name() + " takes one " + (takesFile ? "file" : "account name")
                + (options.isEmpty() ? "" : " and optionally " + options) + ". Try --help.";
    }

    private static RuntimeException cause(ExecutionException failure) throws Config.Invalid {
        Throwable cause = failure.getCause();
        if (cause instanceof Config.Invalid invalid) {
            throw invalid;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : failure;
    }
}
