package chat.conversations;

import chat.db.NameKey;
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
    /**
     * Whether all words of {@code :words} are in the name; see {@link NameKey#words}. {@code :elsewhere} is 0
     * for names that have a word beginning with each of them, and 1 for the other names.
     */
    String MATCHES = NameKey.CONTAINS_WORDS
            + """
              AND CASE WHEN EXISTS (SELECT 1 FROM (<jsonWords>) AS word
                                     WHERE search_key NOT LIKE '% ' || word.value || '%' ESCAPE '!')
                       THEN 1 ELSE 0 END = :elsewhere
            """;

    /** The users of a list by name, after the name {@code :afterName}, except the members of a room. */
    String LISTED =
            """
            deleted_at IS NULL AND username_key > :afterName
              AND NOT EXISTS (SELECT 1 FROM memberships WHERE room_id = :notIn AND user_id = users.id AND removed = 0)
              AND\s"""
                    + MATCHES
                    + " ORDER BY username_key LIMIT :limit";

    /** The position of a room in the list: the best matches first, then by the newest message. */
    record RoomPosition(long roomId, long lastMessageId, int elsewhere) {}

    /**
     * The position of a user in the list: the best matches first, then online users, then by name. {@code elsewhere}
     * and {@code offline} are 0 or 1.
     */
    record UserPosition(long id, int elsewhere, int offline, String usernameKey) {}

    /** A user and the direct room with them. {@code roomId} is null before the first message. */
    record UserRow(long id, String username, Instant lastSeen, boolean deleted, Long roomId, long unreadCount) {}

    /** The rooms after the position ({@code afterMessage}, {@code afterRoom}), newest message first. */
    @SqlQuery(
            """
            SELECT room_id, last_message_id, 0 AS elsewhere FROM memberships JOIN rooms ON rooms.id = room_id
             WHERE user_id = :me AND removed = 0 AND (last_message_id, room_id) < (:afterMessage, :afterRoom)
             ORDER BY last_message_id DESC, room_id DESC LIMIT :limit""")
    List<RoomPosition> roomPositions(long me, long afterMessage, long afterRoom, int limit);

    /** As {@link #roomPositions}, only of those whose name matches. A direct room has the name of the other user. */
    @SqlQuery(
            """
            SELECT room_id, last_message_id, CAST(:elsewhere AS INTEGER) AS elsewhere FROM (
                       SELECT room_id, last_message_id, coalesce(rooms.search_key, other.search_key) AS search_key
                         FROM memberships JOIN rooms ON rooms.id = room_id
                         LEFT JOIN users AS other
                           ON other.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
                        WHERE user_id = :me AND removed = 0
                          AND (last_message_id, room_id) < (:afterMessage, :afterRoom)) AS named
             WHERE\s"""
                    + MATCHES
                    + " ORDER BY last_message_id DESC, room_id DESC LIMIT :limit")
    List<RoomPosition> matchingRoomPositions(
            long me, String words, int elsewhere, long afterMessage, long afterRoom, int limit);

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
     * Users who are online.
     *
     * @param ids the ids of all users who are online, as a JSON list
     * @param notIn the id of a room, or 0 for none
     */
    @SqlQuery("SELECT id, CAST(:elsewhere AS INTEGER) AS elsewhere, 0 AS offline, username_key"
            + " FROM users WHERE id IN (<jsonIds>) AND " + LISTED)
    List<UserPosition> onlinePositions(
            String ids, String words, int elsewhere, long notIn, String afterName, int limit);

    /** All other users. */
    @SqlQuery("SELECT id, CAST(:elsewhere AS INTEGER) AS elsewhere, 1 AS offline, username_key"
            + " FROM users WHERE id NOT IN (<jsonIds>) AND " + LISTED)
    List<UserPosition> offlinePositions(
            String ids, String words, int elsewhere, long notIn, String afterName, int limit);

    /** Includes deleted users. By name. */
    @SqlQuery(
            """
            SELECT id, 0 AS elsewhere, 0 AS offline, username_key FROM users
             WHERE id IN (<ids>) AND username_key > :afterName ORDER BY username_key""")
    List<UserPosition> positionsOf(
            @BindList(onEmpty = EmptyHandling.NULL_STRING) Collection<Long> ids, String afterName);
}
