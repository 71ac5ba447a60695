package chat.db;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * What the databases do differently. Everything else is SQL that SQLite and PostgreSQL share. Methods that take a handle
 * are for the writer's thread.
 */
public interface Dialect {
    /** Sets up the writer's new connection. */
    void setUp(Handle writer);

    /** Called before each transaction of the writer. */
    void beforeTransaction(Handle writer);

    /** Takes ids that are never given again, and returns the first of {@code count} in a row. In a transaction. */
    long takeIds(Handle writer, String sequence, int count);

    /** A query for the ids in {@code :ids}, which is a JSON list. Statements name it {@code <jsonIds>}. */
    String jsonIds();

    /** Whether the data broke a rule of the schema, and nothing is wrong with the storage. */
    boolean isConstraintViolation(SQLException failure);
}
