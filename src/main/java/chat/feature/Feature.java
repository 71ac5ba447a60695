package chat.feature;

import chat.realtime.Socket;
import chat.web.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.jdbi.v3.core.Handle;

/**
 * A part of the chat. Each feature package has one public class that implements this, and its API for other features.
 */
public interface Feature extends AutoCloseable {
    /** Adds its HTTP routes, each with its access rule and its rate limit. */
    default void routes(Routes routes) {}

    /** Adds handlers for its socket events. They must not block. */
    default void events(Socket socket) {}

    /**
     * Called once a second, always by the same thread. It must return quickly: database work goes to the background.
     */
    default void tick() {}

    /** Writes its part of the data that a user downloads. */
    default void export(Export export) throws IOException {}

    /**
     * Deletes its part of an account, in the transaction that deletes the account.
     *
     * @return runs after the commit, for example to send events. It does not run on the writer's thread
     */
    default Runnable erase(Handle handle, long userId) {
        return () -> {};
    }

    /** Registers its meters. Called only if metrics are enabled. */
    default void meters(MeterRegistry registry) {}

    /** Called when the server stops, while the database still accepts writes. */
    @Override
    default void close() {}
}
