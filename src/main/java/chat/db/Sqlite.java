package chat.db;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class Sqlite implements Dialect {
    /** A page that changes often is copied once per checkpoint. This many pages make 40 MB of write-ahead log. */
    private static final int CHECKPOINT_PAGES = 10_000;
    /** When the log starts again after a reader let it grow, its file is truncated to this size. */
    private static final long LOG_BYTES = 64L * 1024 * 1024;

    private static final Set<Integer> CAUSED_BY_STATEMENT = Set.of(
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_RANGE.code);

    private volatile boolean checkpointsAtCommit = true;

    /** Whether a commit may also make a checkpoint, once the log is long enough. Any thread may call. */
    void checkpointAtCommit(boolean wanted) {
        checkpointsAtCommit = wanted;
    }

    @Override
    public void setUp(Handle writer) {
        writer.execute("PRAGMA journal_size_limit = " + LOG_BYTES);
        // A savepoint copies the pages that it may restore. In a temporary file, these copies would double the bytes
        // written for each message.
        writer.execute("PRAGMA temp_store = MEMORY");
        setCheckpoints(writer);
    }

    /** Tells the connection whether its commits may make checkpoints. */
    void setCheckpoints(Handle writer) {
        writer.execute("PRAGMA wal_autocheckpoint = " + (checkpointsAtCommit ? CHECKPOINT_PAGES : 0));
    }

    /** Skips the ids that an import has assigned itself. */
    @Override
    public long takeIds(Handle writer, String sequence, int count) {
        long last = writer.createQuery(
                        """
                        UPDATE sequences SET last = max(last, (SELECT coalesce(max(id), 0) FROM <table>)) + :count
                         WHERE name = :sequence RETURNING last""")
                .define("table", sequence)
                .bind("count", count)
                .bind("sequence", sequence)
                .mapTo(Long.class)
                .one();
        return last - count + 1;
    }

    @Override
    public String jsonIds() {
        return "SELECT value FROM json_each(:ids)";
    }

    @Override
    public String jsonWords() {
        return "SELECT value FROM json_each(:words)";
    }

    @Override
    public boolean isCausedByStatement(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && CAUSED_BY_STATEMENT.contains(sqlite.getResultCode().code & 0xff);
    }
}
