package chat.db;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * What the databases do differently. Everything else is SQL that SQLite and PostgreSQL share. The writer's thread calls
 * all of it.
 */
public interface Dialect {
    /** Sets up the writer's new connection. */
    void setUp(Handle writer);

    /** Called before each transaction of the writer. */
    void beforeTransaction(Handle writer);

    /** Takes ids that are never given again, and returns the first of {@code count} in a row. In a transaction. */
    long takeIds(Handle writer, String sequence, int count);

    /** Whether the data broke a rule of the schema, and nothing is wrong with the storage. */
    boolean isConstraintViolation(SQLException failure);
}
