package chat.accounts;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface UserDao {
    String USER =
            """
            SELECT id, username, password_hash, password_changes, suspended_at IS NOT NULL AS suspended
              FROM users WHERE deleted_at IS NULL AND\s""";

    @SqlQuery(
            """
            INSERT INTO users (username, username_key, search_key, password_hash, created_at, last_seen)
            VALUES (:username, :usernameKey, :searchKey, :passwordHash, :now, :now) RETURNING id""")
    long insert(String username, String usernameKey, String searchKey, String passwordHash, Instant now);

    @SqlQuery(USER + "username_key = :usernameKey")
    Optional<User> findByKey(String usernameKey);

    @SqlQuery(USER + "id = :id")
    Optional<User> find(long id);

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM users WHERE username_key = :usernameKey)")
    boolean isTaken(String usernameKey);

    /** Keeps the row, because messages refer to it and its name must not be registered again. */
    @SqlUpdate(
            """
            UPDATE users SET username = :name, search_key = :searchKey, password_hash = '',
                   password_changes = password_changes + 1, deleted_at = :now
             WHERE id = :id""")
    void delete(long id, String name, String searchKey, Instant now);

    /** Replaces a hash by another hash of the same password. */
    @SqlUpdate("UPDATE users SET password_hash = :newHash WHERE id = :id AND password_hash = :oldHash")
    boolean replaceHash(long id, String oldHash, String newHash);

    /** Returns false if the password was changed since the user was looked up. */
    @SqlUpdate(
            """
            UPDATE users SET password_hash = :hash, password_changes = password_changes + 1
             WHERE id = :id AND password_changes = :passwordChanges AND deleted_at IS NULL""")
    boolean changePassword(long id, long passwordChanges, String hash);

    @SqlUpdate("UPDATE users SET password_hash = :hash, password_changes = password_changes + 1 WHERE id = :id")
    void setPassword(long id, String hash);

    @SqlUpdate("DELETE FROM reset_links WHERE user_id = :id")
    void deleteResetLink(long id);
}
