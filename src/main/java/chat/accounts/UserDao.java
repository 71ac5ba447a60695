package chat.accounts;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface UserDao {
    @SqlUpdate(
            """
            INSERT INTO users (username, username_key, password_hash, created_at, last_seen)
            VALUES (:username, :usernameKey, :passwordHash, :now, :now)""")
    @GetGeneratedKeys
    long insert(String username, String usernameKey, String passwordHash, Instant now);

    @SqlQuery("SELECT id, username, password_hash FROM users WHERE username_key = :usernameKey AND deleted_at IS NULL")
    Optional<User> findByKey(String usernameKey);

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM users WHERE username_key = :usernameKey)")
    boolean isTaken(String usernameKey);

    /** The same password, hashed anew. */
    @SqlUpdate("UPDATE users SET password_hash = :newHash WHERE id = :id AND password_hash = :oldHash")
    boolean replaceHash(long id, String oldHash, String newHash);
}
