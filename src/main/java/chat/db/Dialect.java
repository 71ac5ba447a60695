package chat.db;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * What differs between databases. All other SQL works in both SQLite and PostgreSQL. Only the writer's thread calls the
 * methods that take a handle.
 */
public interface Dialect {
    /** Sets up a new connection of the writer. */
    void setUp(Handle writer);

    /**
     * Reserves {@code count} ids in a row that will never be used again, and returns the first. Needs a transaction.
     */
    long takeIds(Handle writer, String sequence, int count);

    /** A query for the ids in {@code :ids}, which is a JSON list. Statements name it {@code <jsonIds>}. */
    String jsonIds();

    /**
     * A query for the words in {@code :words}, which is a JSON list; its column is {@code value}. Statements name it
     * {@code <jsonWords>}.
     */
    String jsonWords();

    /** Whether the statement or its data are at fault, such as a broken constraint, and not the storage. */
    boolean isCausedByStatement(SQLException failure);
}
