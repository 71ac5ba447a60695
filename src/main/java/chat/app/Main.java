package chat.app;

import chat.db.StorageException;
import io.javalin.util.JavalinBindException;
import java.time.Clock;

/** {@code java -jar chat.jar}. */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int BAD_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            tell(arguments);
            return;
        }
        try {
            serve(Config.of(System.getenv()));
        } catch (Config.Invalid e) {
            fail(BAD_USAGE, e.getMessage());
        }
    }

    private static void tell(String[] arguments) {
        switch (String.join(" ", arguments)) {
            case "--help", "-h" -> System.out.print(Config.HELP);
            case "--version" -> System.out.println("chat " + Build.read().version());
            default -> fail(BAD_USAGE, "Unknown argument: " + String.join(" ", arguments) + ". Try --help.");
        }
    }

    private static void serve(Config config) {
        EphemeralDisk.warning(System.getenv(), config.database()).ifPresent(System.err::println);
        try {
            Chat chat = new Chat(config, Clock.systemUTC());
            chat.start();
            Runtime.getRuntime().addShutdownHook(new Thread(chat::close, "stop"));
            String url = config.publicUrl() != null ? config.publicUrl().toString() : "http://localhost:" + chat.port();
            System.out.println("Chat is ready: open " + url + " in your browser.");
        } catch (JavalinBindException e) {
            fail(
                    CANNOT_START,
                    "Port " + config.port() + " of " + config.host()
                            + " cannot be used: another program has it, or it is not allowed. Set PORT to another one.");
        } catch (StorageException e) {
            fail(CANNOT_START, e.getMessage());
        }
    }

    private static void fail(int status, String sentence) {
        System.err.println(sentence);
        System.exit(status);
    }
}
