package chat.feature;

import chat.realtime.Socket;
import chat.web.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.jdbi.v3.core.Handle;

/** A part of the chat. Each feature package has one public class that implements this, and what it offers to others. */
public interface Feature extends AutoCloseable {
    /** Adds its HTTP routes, each with who may call it and its rate limit. */
    default void routes(Routes routes) {}

    /** Adds its socket events. Their handlers must not block. */
    default void events(Socket socket) {}

    /** Called once a second, by one thread. Must be quick: work on the database goes to the background. */
    default void tick() {}

    /** Writes its part of what a user downloads as their data. */
    default void export(Export to) throws IOException {}

    /**
     * Does its part of deleting an account, in the transaction that deletes it.
     *
     * @return what to do after the commit, such as telling others. It runs off the writer's thread
     */
    default Runnable erase(Handle handle, long userId) {
        return () -> {};
    }

    /** Adds its meters. Called only if metrics are switched on. */
    default void meters(MeterRegistry registry) {}

    /** Called when the server stops, while the database still accepts writes. */
    @Override
    default void close() {}
}
