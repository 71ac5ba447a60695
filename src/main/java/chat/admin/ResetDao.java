package chat.admin;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface ResetDao {
    @SqlUpdate(
            """
            INSERT INTO reset_links (user_id, token_hash, expires_at) VALUES (:userId, :tokenHash, :expiresAt)
            ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at""")
    void put(long userId, byte[] tokenHash, Instant expiresAt);

    @SqlQuery(
            """
            SELECT users.id, username FROM reset_links JOIN users ON users.id = user_id
             WHERE token_hash = :tokenHash AND expires_at > :now AND deleted_at IS NULL""")
    Optional<ResetLinks.Owner> find(byte[] tokenHash, Instant now);
}
