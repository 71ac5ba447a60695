package chat.conversations;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The lists of rooms and users, as the user {@code me} sees them. The first query of a page returns only the positions,
 * in the order of the list. The rows are then read by their ids.
 */
interface ConversationDao {
    /** The position of a room in the list, which is ordered by the newest message. */
    record RoomPosition(long roomId, long lastMessageId) {}

    /** The position of a user in the list: online users first, then by name. {@code offline} is 0 or 1. */
    record UserPosition(long id, int offline, String usernameKey) {}

    /** A user and the direct room with them. {@code roomId} is null before the first message. */
    record UserRow(long id, String username, Instant lastSeen, boolean deleted, Long roomId, long unreadCount) {}

    /** The rooms after the position ({@code afterMessage}, {@code afterRoom}), newest message first. */
    @SqlQuery(
            """
            SELECT room_id, last_message_id FROM memberships JOIN rooms ON rooms.id = room_id
             WHERE user_id = :me AND removed = 0 AND (last_message_id, room_id) < (:afterMessage, :afterRoom)
             ORDER BY last_message_id DESC, room_id DESC LIMIT :limit""")
    List<RoomPosition> roomPositions(long me, long afterMessage, long afterRoom, int limit);

    /** Includes deleted users. In any order. */
    @SqlQuery(
            """
            SELECT other.id, other.username, other.last_seen, other.deleted_at IS NOT NULL AS deleted,
                   rooms.id AS room_id, coalesce(last_seq - mine.read_seq - mine.own_ahead, 0) AS unread_count
              FROM users AS other
              LEFT JOIN rooms
                ON low_user_id = CASE WHEN other.id < :me THEN other.id ELSE :me END
               AND high_user_id = CASE WHEN other.id < :me THEN :me ELSE other.id END
              LEFT JOIN memberships AS mine ON mine.room_id = rooms.id AND mine.user_id = :me
             WHERE other.id IN (<ids>)""")
    List<UserRow> users(long me, @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<Long> ids);

    /**
     * Users who are online, by name.
     *
     * @param ids the ids of all users who are online, as a JSON list
     * @param pattern the LIKE pattern for the name, in lower case; {@code !} escapes
     */
    @SqlQuery(
            """
            SELECT id, 0 AS offline, username_key FROM users
             WHERE id IN (<jsonIds>) AND deleted_at IS NULL
               AND username_key > :afterName AND username_key LIKE :pattern ESCAPE '!'
             ORDER BY username_key LIMIT :limit""")
    List<UserPosition> onlinePositions(String ids, String pattern, String afterName, int limit);

    /** All other users, by name. */
    @SqlQuery(
            """
            SELECT id, 1 AS offline, username_key FROM users
             WHERE id NOT IN (<jsonIds>) AND deleted_at IS NULL
               AND username_key > :afterName AND username_key LIKE :pattern ESCAPE '!'
             ORDER BY username_key LIMIT :limit""")
    List<UserPosition> offlinePositions(String ids, String pattern, String afterName, int limit);

    /** Includes deleted users. By name. */
    @SqlQuery(
            """
            SELECT id, 0 AS offline, username_key FROM users
             WHERE id IN (<ids>) AND username_key > :afterName ORDER BY username_key""")
    List<UserPosition> positionsOf(
            @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<Long> ids, String afterName);
}
