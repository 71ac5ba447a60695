package chat.db;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Work of one kind that is stored together where several pieces of it wait next to each other: under load one call
 * does what hundreds of transactions would.
 *
 * @param <T> a piece of work
 * @param <R> what it gives
 */
@FunctionalInterface
public interface Bulk<T, R> {
    /**
     * Stores these pieces, in their order, on the writer's thread; gives one outcome for each. Runs again, with one
     * piece a call, when it throws.
     */
    List<Outcome<R>> run(Handle handle, List<T> items) throws SQLException;
}
