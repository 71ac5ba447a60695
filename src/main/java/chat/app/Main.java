package chat.app;

import ch.qos.logback.classic.LoggerContext;
import chat.db.StorageException;
import io.javalin.util.JavalinBindException;
import java.time.Clock;
import org.slf4j.LoggerFactory;

/** {@code java -jar chat.jar}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private Main() {}

    /**
     * Any failure here must end the process. Otherwise threads that have already started would keep it alive, serving
     * nothing.
     */
    public static void main(String[] arguments) {
        try {
            JarLocation.check();
            if (arguments.length > 0) {
                Commands.run(arguments);
            } else {
                Config config = Config.of(System.getenv());
                System.setProperty(
                        "chat.log", config.logFormat()); // before anything logs, because logback.xml reads it
                serve(config);
            }
        } catch (Config.Invalid e) {
            fail(BAD_USAGE, e.getMessage());
        } catch (StorageException e) {
            fail(FAILED, e.getMessage());
        } catch (Throwable e) {
            failUnexpectedly(e);
        }
    }

    private static void serve(Config config) {
        NativeLibraries.provide(config.database());
        EphemeralDisk.warn(System.getenv(), config.database());
        try {
            Chat chat = new Chat(config, Clock.systemUTC());
            chat.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(chat), "stop"));
            System.out.println("Chat is ready: open " + ListenAddress.url(config, chat.port()) + " in your browser.");
            new ServiceManager(System.getenv("NOTIFY_SOCKET")).ready();
        } catch (JavalinBindException e) {
            fail(FAILED, ListenAddress.refusal(config));
        }
    }

    private static void stop(Chat chat) {
        new ServiceManager(System.getenv("NOTIFY_SOCKET")).stopping();
        chat.close();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop(); // flushes the log
    }

    /** A bug. The stack trace helps to fix it. */
    private static void failUnexpectedly(Throwable failure) {
        try {
            LoggerFactory.getLogger(Main.class).error("The chat ends because of an unexpected failure", failure);
            System.err.println("The chat ends because of an unexpected failure: " + failure);
        } finally {
            System.exit(FAILED); // even if there is not enough memory to log
        }
    }

    private static void fail(int status, String sentence) {
        System.err.println(sentence);
        System.exit(status);
    }
}
