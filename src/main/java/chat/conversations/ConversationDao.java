package chat.conversations;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterRowMapperFactory;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The lists of rooms and of users, as one user ({@code me}) sees them. The order of a page is found first, without
 * anything that is said; then what stands in its rows, by their ids.
 */
@RegisterRowMapperFactory(Rows.class)
interface ConversationDao {
    /** Where a room stands in the list: by its newest message. */
    record RoomPlace(long roomId, long lastMessageId) {}

    /** Where a user stands in the list: online first, then by name. */
    record UserPlace(long id, int offline, String usernameKey) {}

    /** The lowest read mark of the others: of a group's it is looked up in the index on marks. */
    String ALL_READ_SEQ =
            """
            CASE kind
            WHEN 'group' THEN (
                SELECT read_seq FROM memberships
                 WHERE room_id = rooms.id AND removed = 0 AND in_group = 1 AND user_id <> :me
                 ORDER BY read_seq LIMIT 1)
            ELSE (
                SELECT read_seq FROM memberships
                 WHERE room_id = rooms.id AND removed = 0 AND user_id <> :me LIMIT 1)
            END AS all_read_seq""";

    String LAST_MESSAGE =
            """
            messages.room_id, messages.id AS message_id, seq, messages.rev AS message_rev, sender_id,
            message_content, timestamp, messages.client_id,
            CASE sender_id WHEN low_user_id THEN high_user_id WHEN high_user_id THEN low_user_id END AS receiver_id,
            CASE kind
            WHEN 'group' THEN (
                SELECT read_seq FROM memberships
                 WHERE room_id = rooms.id AND removed = 0 AND in_group = 1 AND user_id <> sender_id
                 ORDER BY read_seq LIMIT 1)
            ELSE (
                SELECT read_seq FROM memberships
                 WHERE room_id = rooms.id AND removed = 0 AND user_id <> sender_id LIMIT 1)
            END AS message_read_seq""";

    String ROOMS =
            """
            SELECT rooms.id, kind, coalesce(name, username) AS name, users.id AS user_id, last_seq, rooms.rev,
                   page.read_seq, last_seq - page.read_seq - page.own_ahead AS unread_count,
            """
                    + ALL_READ_SEQ + ",\n" + LAST_MESSAGE
                    + """

              FROM page JOIN rooms ON rooms.id = page.room_id
              LEFT JOIN users ON users.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
              LEFT JOIN messages ON messages.room_id = rooms.id AND seq = last_seq""";

    /** Those after the place where ({@code afterMessage}, {@code afterRoom}) stands in the order. */
    @SqlQuery(
            """
            SELECT room_id, last_message_id FROM memberships JOIN rooms ON rooms.id = room_id
             WHERE user_id = :me AND removed = 0 AND (last_message_id, room_id) < (:afterMessage, :afterRoom)
             ORDER BY last_message_id DESC, room_id DESC LIMIT :limit""")
    List<RoomPlace> roomPlaces(long me, long afterMessage, long afterRoom, int limit);

    /** Those of these rooms that the user is in, in any order. */
    @SqlQuery(
            """
            WITH page AS (
                SELECT room_id, read_seq, own_ahead FROM memberships
                 WHERE user_id = :me AND removed = 0 AND room_id IN (<ids>))
            """
                    + ROOMS)
    List<RoomView> rooms(long me, @BindList Collection<Long> ids);

    @SqlQuery(
            """
            WITH page AS (
                SELECT room_id, read_seq, own_ahead FROM memberships
                 WHERE room_id = :roomId AND user_id = :me AND removed = 0)
            """
                    + ROOMS)
    Optional<RoomView> room(long roomId, long me);

    /** A group as nobody in particular sees it. */
    default RoomView group(long groupId) {
        return roomOfNobody(groupId, 0);
    }

    @SqlQuery(
            """
            WITH page AS (SELECT id AS room_id, 0 AS read_seq, 0 AS own_ahead FROM rooms WHERE id = :groupId)
            """
                    + ROOMS)
    RoomView roomOfNobody(long groupId, long me);

    String USERS =
            """
            SELECT page.id, page.username, page.last_seen, page.deleted_at IS NOT NULL AS deleted,
                   coalesce(last_seq - mine.read_seq - mine.own_ahead, 0) AS unread_count,
            """
                    + LAST_MESSAGE
                    + """

              FROM users AS page
              LEFT JOIN rooms ON low_user_id = min(page.id, :me) AND high_user_id = max(page.id, :me)
              LEFT JOIN memberships AS mine ON mine.room_id = rooms.id AND mine.user_id = :me
              LEFT JOIN messages ON messages.room_id = rooms.id AND seq = last_seq
             WHERE page.id IN (<ids>)""";

    /** Deleted ones too, in any order. */
    @SqlQuery(USERS)
    List<UserView> users(long me, @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    /**
     * Who is online, by name.
     *
     * @param online the ids of who is, as a JSON list
     * @param part what the name must contain, in lower case; empty for all
     */
    @SqlQuery(
            """
            SELECT id, 0 AS offline, username_key FROM users
             WHERE id IN (SELECT value FROM json_each(:online)) AND deleted_at IS NULL
               AND username_key > :afterName AND (:part = '' OR instr(username_key, :part) > 0)
             ORDER BY username_key LIMIT :limit""")
    List<UserPlace> onlinePlaces(String online, String part, String afterName, int limit);

    /** The others by name: from the first one that is wanted, as many as are wanted. */
    @SqlQuery(
            """
            SELECT id, 1 AS offline, username_key FROM users
             WHERE id NOT IN (SELECT value FROM json_each(:online)) AND deleted_at IS NULL
               AND username_key > :afterName AND (:part = '' OR instr(username_key, :part) > 0)
             ORDER BY username_key LIMIT :limit""")
    List<UserPlace> offlinePlaces(String online, String part, String afterName, int limit);

    /** Deleted ones too, by name. */
    @SqlQuery(
            """
            SELECT id, 0 AS offline, username_key FROM users
             WHERE id IN (<ids>) AND username_key > :afterName ORDER BY username_key""")
    List<UserPlace> placesOf(
            @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids, String afterName);
}
