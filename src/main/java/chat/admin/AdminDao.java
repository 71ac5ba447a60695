package chat.admin;

import chat.db.NameKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface AdminDao {
    /** The very first account, unless it is deleted. */
    @SqlQuery("SELECT id FROM users WHERE id = (SELECT min(id) FROM users) AND deleted_at IS NULL")
    Optional<Long> firstUser();

    @SqlQuery("SELECT id FROM users WHERE username_key = :usernameKey AND deleted_at IS NULL")
    Optional<Long> findByKey(String usernameKey);

    @SqlQuery("SELECT value FROM settings WHERE name = 'administrator'")
    Optional<String> recordedAdministrator();

    @SqlUpdate(
            """
            INSERT INTO settings (name, value) VALUES ('administrator', :userId)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value""")
    void recordAdministrator(String userId);

    String USERS =
            """
            SELECT id, username, username_key, created_at, last_seen, suspended_at, deleted_at,
                   (SELECT count(*) FROM sessions WHERE user_id = users.id) AS sessions
              FROM users\s""";

    /** @param words all of them are in the name; a JSON list, see {@link NameKey#words} */
    @SqlQuery(USERS
            + """
             WHERE username_key > :afterName AND\s"""
            + NameKey.CONTAINS_WORDS
            + " ORDER BY username_key LIMIT :limit")
    List<ListedUser> users(String words, String afterName, int limit);

    @SqlQuery(USERS + "WHERE id = :userId")
    Optional<ListedUser> user(long userId);

    @SqlUpdate(
            "UPDATE users SET suspended_at = :now WHERE id = :userId AND suspended_at IS NULL AND deleted_at IS NULL")
    int suspend(long userId, Instant now);

    @SqlUpdate("UPDATE users SET suspended_at = NULL WHERE id = :userId AND suspended_at IS NOT NULL")
    int reinstate(long userId);
}
