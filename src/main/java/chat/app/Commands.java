package chat.app;

import chat.admin.RecoveryLink;
import chat.db.Backups;
import chat.db.SqliteFile;
import chat.legacy.LegacyImport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the program does when it is not to serve: {@code java -jar chat.jar COMMAND}. */
final class Commands {
    private static final String FORCE = "--force";

    private Commands() {}

    /** @throws chat.db.StorageException with one sentence, when it cannot be done */
    static void run(String... arguments) throws Config.Invalid {
        switch (arguments[0]) {
            case "--help", "-h" -> System.out.print(Config.HELP);
            case "--version" -> System.out.println("chat " + Build.read().version());
            case "backup" -> backup(file(arguments, FORCE), isForced(arguments));
            case "restore" -> restore(file(arguments, FORCE), isForced(arguments));
            case "import" -> importOld(file(arguments));
            case "reset-link" -> resetLink(one("account", arguments));
            default -> throw new Config.Invalid("Unknown argument " + Shown.argument(arguments[0]) + ". Try --help.");
        }
    }

    private static void backup(Path file, boolean overwrite) throws Config.Invalid {
        Path database = database();
        System.out.println("Backed up " + database + " to " + Backups.backup(database, file, overwrite) + ".");
    }

    private static void restore(Path file, boolean overwrite) throws Config.Invalid {
        Path database = database();
        System.out.println("Restored " + Backups.restore(file, database, overwrite) + " from " + file + ".");
    }

    private static void importOld(Path file) throws Config.Invalid {
        System.out.println(LegacyImport.run(file, database(), Clock.systemUTC()).text());
    }

    private static void resetLink(String username) throws Config.Invalid {
        Config config = Config.of(System.getenv());
        NativeLibraries.provide(config.database());
        String path = RecoveryLink.make(config.database(), username, Clock.systemUTC());
        String once = "Within 24 hours, and once, a new password for " + username + " can be set at ";
        System.out.println(
                config.site() != null
                        ? once + config.site().toString().replaceFirst("/$", "") + path
                        : once + "this path, after the address that people open the chat at: " + path);
    }

    private static Path database() throws Config.Invalid {
        Path database = Config.of(System.getenv()).database();
        NativeLibraries.provide(database);
        return database;
    }

    /** The one file that a command names. */
    private static Path file(String[] arguments, String... options) throws Config.Invalid {
        String file = one("file", arguments, options);
        if (file.contains("://")) {
            throw new Config.Invalid("The command " + arguments[0] + " wants a file, not an address.");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new Config.Invalid("The command " + arguments[0] + " wants a file, and this is no path: "
                    + Shown.of(file) + "." + SqliteFile.remedyForLetters(file));
        }
    }

    /** The one thing that a command names. */
    private static String one(String what, String[] arguments, String... options) throws Config.Invalid {
        List<String> given = Stream.of(arguments).skip(1).toList();
        List<String> named =
                given.stream().filter(argument -> !argument.startsWith("-")).toList();
        boolean unknown = given.stream()
                .anyMatch(
                        argument -> argument.startsWith("-") && !Set.of(options).contains(argument));
        if (unknown || named.size() != 1) {
            throw new Config.Invalid("The command " + arguments[0] + " takes one " + what
                    + (options.length == 0 ? "" : " and, optionally, " + String.join(" ", options)) + ". Try --help.");
        }
        return named.get(0);
    }

    private static boolean isForced(String... arguments) {
        return List.of(arguments).contains(FORCE);
    }
}
