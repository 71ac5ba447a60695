package chat.db;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Writes of one kind that are stored together: under load one call does what hundreds of transactions would. Writes of
 * other kinds may stand between them in the queue. Only a plain write, which has no kind, keeps its place among them.
 *
 * @param <T> one write
 * @param <R> its result
 */
@FunctionalInterface
public interface Bulk<T, R> {
    /**
     * Stores these writes in their order, on the writer's thread, and returns one outcome for each. When it throws, what
     * it changed is undone, and each write is tried again in a call of its own.
     */
    List<Outcome<R>> run(Handle handle, List<T> items) throws SQLException;
}
