package chat.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Keys are token hashes in hex. One lives when it was used after {@code usedAfter} and begun after {@code begunAfter}. */
interface SessionDao {
    record Row(String sessionKey, long userId, String username, Instant createdAt, Instant lastUsedAt) {}

    record Place(String sessionKey, Instant createdAt, Instant lastUsedAt, String address, String userAgent) {}

    /** Nothing where the account was deleted or suspended, or its password changed, since it was looked up. */
    @SqlUpdate(
            """
            INSERT INTO sessions (token_hash, user_id, created_at, last_used_at, address, user_agent)
            SELECT unhex(:key), id, :now, :now, :address, :userAgent FROM users
             WHERE id = :userId AND password_changes = :passwordChanges AND deleted_at IS NULL
               AND suspended_at IS NULL""")
    boolean insert(String key, long userId, long passwordChanges, Instant now, String address, String userAgent);

    /** @param keys a JSON list */
    @SqlQuery(
            """
            SELECT lower(hex(token_hash)) AS session_key, user_id, username, sessions.created_at, last_used_at
              FROM sessions JOIN users ON users.id = user_id
             WHERE token_hash IN (SELECT unhex(value) FROM json_each(:keys)) AND last_used_at > :usedAfter AND sessions.created_at > :begunAfter
               AND deleted_at IS NULL AND suspended_at IS NULL""")
    List<Row> find(String keys, Instant usedAfter, Instant begunAfter);

    /** @param keys a JSON list */
    @SqlQuery(
            """
            SELECT lower(hex(token_hash)) FROM sessions
             WHERE token_hash IN (SELECT unhex(value) FROM json_each(:keys))
               AND last_used_at > :usedAfter AND created_at > :begunAfter""")
    Set<String> living(String keys, Instant usedAfter, Instant begunAfter);

    /** The last used first. */
    @SqlQuery(
            """
            SELECT lower(hex(token_hash)) AS session_key, created_at, last_used_at, address, user_agent FROM sessions
             WHERE user_id = :userId AND last_used_at > :usedAfter AND created_at > :begunAfter
             ORDER BY last_used_at DESC, token_hash""")
    List<Place> of(long userId, Instant usedAfter, Instant begunAfter);

    @SqlUpdate(
            """
            UPDATE sessions SET last_used_at = :now, address = :address, user_agent = :userAgent
             WHERE token_hash = unhex(:key)""")
    void touch(String key, Instant now, String address, String userAgent);

    @SqlUpdate("DELETE FROM sessions WHERE token_hash = unhex(:key) AND user_id = :userId")
    boolean delete(String key, long userId);

    /** Ends all but this one and the others used last, {@code kept} in all. Gives the keys of those that ended. */
    @SqlQuery(
            """
            DELETE FROM sessions WHERE token_hash IN (
                SELECT token_hash FROM sessions WHERE user_id = :userId
                 ORDER BY token_hash = unhex(:key) DESC, last_used_at DESC, created_at DESC LIMIT -1 OFFSET :kept)
            RETURNING lower(hex(token_hash))""")
    List<String> deleteBeyond(long userId, String key, int kept);

    /** Which they were. */
    @SqlQuery("DELETE FROM sessions WHERE user_id = :userId RETURNING lower(hex(token_hash))")
    List<String> deleteAll(long userId);

    /** Which they were. */
    @SqlQuery(
            """
            DELETE FROM sessions WHERE user_id = :userId AND token_hash <> unhex(:key)
            RETURNING lower(hex(token_hash))""")
    List<String> deleteOthers(long userId, String key);

    @SqlUpdate("DELETE FROM sessions WHERE last_used_at <= :usedAfter OR created_at <= :begunAfter")
    int deleteExpired(Instant usedAfter, Instant begunAfter);

    /** The part of the cookie's name that is this database's own: the stored one, or else the given one, now stored. */
    @SqlQuery(
            """
            INSERT INTO settings (name, value) VALUES ('session_cookie', :id)
            ON CONFLICT (name) DO UPDATE SET value = value
            RETURNING value""")
    String cookieId(String id);
}
