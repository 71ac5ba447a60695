package chat.db;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A kind of write that can be stored in bulk. Under load one call replaces hundreds of transactions. Writes of other
 * kinds may lie between them in the queue. Only a plain write, which has no kind, keeps its place in the order.
 *
 * @param <T> one write
 * @param <R> its result
 */
@FunctionalInterface
public interface Bulk<T, R> {
    /**
     * Stores these writes in order, on the writer's thread, and returns one outcome for each. If it throws, its changes
     * are undone, and each write is tried again in its own call.
     */
    List<Outcome<R>> run(Handle handle, List<T> items) throws SQLException;
}
