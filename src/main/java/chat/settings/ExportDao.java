package chat.settings;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Everything that one user ({@code me}) may read, in pages by key. */
interface ExportDao {
    record Profile(long id, String username, Instant createdAt, Instant lastSeen) {}

    record Room(long id, String kind, String name, String role, long readSeq, Instant createdAt) {}

    record Member(long userId, String username, String role) {}

    record Message(long id, long seq, long senderId, String sender, String messageContent, Instant timestamp) {}

    @SqlQuery("SELECT id, username, created_at, last_seen FROM users WHERE id = :me")
    Profile profile(long me);

    @SqlQuery(
            """
            SELECT rooms.id, kind, coalesce(name, username) AS name, role, read_seq, rooms.created_at
              FROM memberships JOIN rooms ON rooms.id = room_id
              LEFT JOIN users ON users.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
             WHERE user_id = :me AND removed = 0 AND room_id > :after ORDER BY room_id LIMIT :limit""")
    List<Room> rooms(long me, long after, int limit);

    @SqlQuery(
            """
            SELECT user_id, username, role FROM memberships JOIN users ON users.id = user_id
             WHERE room_id = :roomId AND removed = 0 ORDER BY joined_rev, user_id""")
    List<Member> members(long roomId);

    /** None where one has been removed meanwhile. */
    @SqlQuery(
            """
            SELECT messages.id, seq, sender_id, username AS sender, message_content, timestamp
              FROM messages JOIN users ON users.id = sender_id
             WHERE room_id = :roomId AND seq > :after AND EXISTS (
                       SELECT 1 FROM memberships
                        WHERE memberships.room_id = :roomId AND user_id = :me AND removed = 0)
             ORDER BY seq LIMIT :limit""")
    List<Message> messages(long me, long roomId, long after, int limit);
}
