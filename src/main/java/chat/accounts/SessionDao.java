package chat.accounts;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface SessionDao {
    record Row(long userId, String username, Instant lastUsedAt) {}

    @SqlUpdate(
            """
            INSERT INTO sessions (token_hash, user_id, created_at, last_used_at)
            VALUES (:tokenHash, :userId, :now, :now)""")
    void insert(byte[] tokenHash, long userId, Instant now);

    @SqlQuery(
            """
            SELECT user_id, username, last_used_at
              FROM sessions JOIN users ON users.id = user_id
             WHERE token_hash = :tokenHash AND last_used_at > :usedAfter AND deleted_at IS NULL""")
    Optional<Row> find(byte[] tokenHash, Instant usedAfter);

    @SqlUpdate("UPDATE sessions SET last_used_at = :now WHERE token_hash = :tokenHash")
    void touch(byte[] tokenHash, Instant now);

    @SqlUpdate("DELETE FROM sessions WHERE token_hash = :tokenHash")
    int delete(byte[] tokenHash);

    @SqlUpdate("DELETE FROM sessions WHERE last_used_at <= :usedBefore")
    int deleteIdle(Instant usedBefore);
}
