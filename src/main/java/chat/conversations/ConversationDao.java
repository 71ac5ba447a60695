package chat.conversations;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The lists of rooms and of users, as one user ({@code me}) sees them. Each first finds its page in {@code page}, and
 * only then looks up what stands beside each row.
 */
interface ConversationDao {
    String LAST_MESSAGE =
            """
            messages.room_id, messages.id AS message_id, seq, messages.rev AS message_rev, sender_id,
            message_content, timestamp, messages.client_id,
            CASE sender_id WHEN low_user_id THEN high_user_id WHEN high_user_id THEN low_user_id END AS receiver_id,
            (SELECT min(read_seq) FROM memberships
              WHERE room_id = rooms.id AND removed = 0 AND user_id <> sender_id) AS message_read_seq""";

    String ROOMS =
            """
            SELECT rooms.id, kind, coalesce(name, username) AS name, users.id AS user_id, last_seq, rooms.rev,
                   page.read_seq,
                   (SELECT min(read_seq) FROM memberships
                     WHERE room_id = rooms.id AND removed = 0 AND user_id <> :me) AS all_read_seq,
            """
                    + LAST_MESSAGE
                    + """

              FROM page JOIN rooms ON rooms.id = page.room_id
              LEFT JOIN users ON users.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
              LEFT JOIN messages ON messages.room_id = rooms.id AND seq = last_seq
             ORDER BY last_message_id DESC, rooms.id DESC""";

    /** Those after the place where ({@code afterMessage}, {@code afterRoom}) stands in the order. */
    @SqlQuery(
            """
            WITH page AS (
                SELECT room_id, read_seq FROM memberships JOIN rooms ON rooms.id = room_id
                 WHERE user_id = :me AND removed = 0 AND (last_message_id, room_id) < (:afterMessage, :afterRoom)
                 ORDER BY last_message_id DESC, room_id DESC LIMIT :limit)
            """
                    + ROOMS)
    List<RoomView> rooms(long me, long afterMessage, long afterRoom, int limit);

    @SqlQuery(
            """
            WITH page AS (
                SELECT room_id, read_seq FROM memberships
                 WHERE room_id = :roomId AND user_id = :me AND removed = 0)
            """
                    + ROOMS)
    Optional<RoomView> room(long roomId, long me);

    @SqlQuery("SELECT last_message_id FROM rooms WHERE id = :roomId")
    long lastMessageId(long roomId);

    String USERS =
            """
            SELECT page.id, page.username, page.last_seen, page.deleted_at IS NOT NULL AS deleted,
                   coalesce(last_seq - mine.read_seq, 0) AS unread_count,
            """
                    + LAST_MESSAGE
                    + """

              FROM page
              LEFT JOIN rooms ON low_user_id = min(page.id, :me) AND high_user_id = max(page.id, :me)
              LEFT JOIN memberships AS mine ON mine.room_id = rooms.id AND mine.user_id = :me
              LEFT JOIN messages ON messages.room_id = rooms.id AND seq = last_seq
             ORDER BY offline, username_key""";

    /**
     * Online first, then by name.
     *
     * @param online the ids of who is, as a JSON list
     * @param part what the name must contain, in lower case; empty for all
     * @param afterOffline with {@code afterName}, the place in the order after which to begin
     */
    @SqlQuery(
            """
            WITH everybody AS (
                SELECT *, id NOT IN (SELECT value FROM json_each(:online)) AS offline FROM users
                 WHERE deleted_at IS NULL AND instr(username_key, :part) > 0),
            page AS (
                SELECT * FROM everybody
                 WHERE (offline, username_key) > (:afterOffline, :afterName)
                   AND offline <= :maxOffline
                 ORDER BY offline, username_key LIMIT :limit)
            """
                    + USERS)
    List<UserView> users(
            long me, String online, String part, int afterOffline, String afterName, int maxOffline, int limit);

    /** Deleted ones too. */
    @SqlQuery("""
            WITH page AS (SELECT *, 0 AS offline FROM users WHERE id IN (<ids>))
            """
            + USERS)
    List<UserView> usersById(long me, @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);
}
