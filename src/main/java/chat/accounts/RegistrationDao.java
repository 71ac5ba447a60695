package chat.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface RegistrationDao {
    @SqlQuery("SELECT EXISTS (SELECT 1 FROM users)")
    boolean hasUsers();

    @SqlQuery("SELECT value FROM settings WHERE name = 'registration'")
    Optional<RegistrationMode> mode();

    @SqlUpdate(
            """
            INSERT INTO settings (name, value) VALUES ('registration', :mode)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value""")
    void setMode(RegistrationMode mode);

    String VALID =
            """
            revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now) AND (max_uses IS NULL OR uses < max_uses)""";

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM invites WHERE token_hash = :tokenHash AND " + VALID + ")")
    boolean isValid(byte[] tokenHash, Instant now);

    @SqlUpdate("UPDATE invites SET uses = uses + 1 WHERE token_hash = :tokenHash AND " + VALID)
    void use(byte[] tokenHash, Instant now);

    @SqlQuery(
            """
            INSERT INTO invites (token_hash, created_at, expires_at, max_uses)
            VALUES (:tokenHash, :now, :expiresAt, :maxUses) RETURNING id""")
    long insert(byte[] tokenHash, Instant now, Instant expiresAt, Integer maxUses);

    String INVITES = "SELECT id, created_at, expires_at, max_uses, uses, revoked_at FROM invites ";

    @SqlQuery(INVITES + "WHERE id = :id")
    Optional<Invite> find(long id);

    @SqlQuery(INVITES + "WHERE id < :before ORDER BY id DESC LIMIT :limit")
    List<Invite> list(long before, int limit);

    @SqlUpdate("UPDATE invites SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
    int revoke(long id, Instant now);
}
