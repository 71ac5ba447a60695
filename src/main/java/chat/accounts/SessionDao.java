package chat.accounts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.sqlobject.config.RegisterArgumentFactory;
import org.jdbi.v3.sqlobject.config.RegisterColumnMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** A session is active if it was last used after {@code usedAfter} and created after {@code createdAfter}. */
@RegisterArgumentFactory(SessionKey.Arguments.class)
@RegisterColumnMapper(SessionKey.Mapper.class)
interface SessionDao {
    record Row(SessionKey tokenHash, long userId, String username, Instant createdAt, Instant lastUsedAt) {}

    record Details(SessionKey tokenHash, Instant createdAt, Instant lastUsedAt, String address, String userAgent) {}

    /** Inserts nothing if the account was deleted or suspended, or its password changed, since it was looked up. */
    @SqlUpdate(
            """
            INSERT INTO sessions (token_hash, user_id, created_at, last_used_at, address, user_agent)
            SELECT :key, id, :now, :now, :address, :userAgent FROM users
             WHERE id = :userId AND password_changes = :passwordChanges AND deleted_at IS NULL
               AND suspended_at IS NULL""")
    boolean insert(SessionKey key, long userId, long passwordChanges, Instant now, String address, String userAgent);

    @SqlQuery(
            """
            SELECT token_hash, user_id, username, sessions.created_at, last_used_at
              FROM sessions JOIN users ON users.id = user_id
             WHERE token_hash IN (<keyIds>) AND last_used_at > :usedAfter AND sessions.created_at > :createdAfter
               AND deleted_at IS NULL AND suspended_at IS NULL""")
    List<Row> find(
            @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<SessionKey> keyIds,
            Instant usedAfter,
            Instant createdAfter);

    /** Those of these sessions that are active. */
    @SqlQuery(
            """
            SELECT token_hash FROM sessions
             WHERE token_hash IN (<keyIds>) AND last_used_at > :usedAfter AND created_at > :createdAfter""")
    Set<SessionKey> active(
            @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<SessionKey> keyIds,
            Instant usedAfter,
            Instant createdAfter);

    /** The active sessions of a user, last used first. */
    @SqlQuery(
            """
            SELECT token_hash, created_at, last_used_at, address, user_agent FROM sessions
             WHERE user_id = :userId AND last_used_at > :usedAfter AND created_at > :createdAfter
             ORDER BY last_used_at DESC, token_hash""")
    List<Details> of(long userId, Instant usedAfter, Instant createdAfter);

    @SqlUpdate(
            """
            UPDATE sessions SET last_used_at = :now, address = :address, user_agent = :userAgent
             WHERE token_hash = :key""")
    void touch(SessionKey key, Instant now, String address, String userAgent);

    @SqlUpdate("DELETE FROM sessions WHERE token_hash = :key AND user_id = :userId")
    boolean delete(SessionKey key, long userId);

    /** Deletes all but this session and the {@code kept} - 1 others that were used last. Returns the deleted ones. */
    @SqlQuery(
            """
            DELETE FROM sessions WHERE user_id = :userId AND token_hash NOT IN (
                SELECT token_hash FROM sessions WHERE user_id = :userId
                 ORDER BY CASE WHEN token_hash = :key THEN 0 ELSE 1 END, last_used_at DESC, created_at DESC
                 LIMIT :kept)
            RETURNING token_hash""")
    List<SessionKey> deleteBeyond(long userId, SessionKey key, int kept);

    /** Returns the deleted sessions. */
    @SqlQuery("DELETE FROM sessions WHERE user_id = :userId RETURNING token_hash")
    List<SessionKey> deleteAll(long userId);

    /** Returns the deleted sessions. */
    @SqlQuery("DELETE FROM sessions WHERE user_id = :userId AND token_hash <> :key RETURNING token_hash")
    List<SessionKey> deleteOthers(long userId, SessionKey key);

    @SqlUpdate("DELETE FROM sessions WHERE last_used_at <= :usedAfter OR created_at <= :createdAfter")
    int deleteExpired(Instant usedAfter, Instant createdAfter);

    /** Returns the stored id of the session cookie. If there is none, stores and returns the given one. */
    @SqlQuery(
            """
            INSERT INTO settings (name, value) VALUES ('session_cookie', :id)
            ON CONFLICT (name) DO UPDATE SET value = settings.value
            RETURNING value""")
    String cookieId(String id);
}
