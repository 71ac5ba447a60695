package chat.rooms;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Rooms as their members see them, without the newest message. */
interface RoomViewDao {
    /** The columns of {@link RoomView} that are in the database. */
    record Row(
            long id,
            String kind,
            String name,
            Long userId,
            long lastSeq,
            long rev,
            long readSeq,
            long allReadSeq,
            long unreadCount) {
        RoomView with(Object lastMessage) {
            return new RoomView(id, kind, name, userId, lastMessage, lastSeq, rev, readSeq, allReadSeq, unreadCount);
        }
    }

    /** How far a member of a group has read. */
    record Progress(long userId, long readSeq, long ownAhead) {}

    /**
     * The user's rooms among those with the given ids. A group's lowest read mark comes from the index on read marks.
     */
    @SqlQuery(
            """
            SELECT rooms.id, kind, coalesce(name, username) AS name, users.id AS user_id, last_seq, rooms.rev,
                   mine.read_seq, last_seq - mine.read_seq - mine.own_ahead AS unread_count,
                   coalesce(
                       CASE kind
                       WHEN 'group' THEN (
                           SELECT read_seq FROM memberships
                            WHERE room_id = rooms.id AND removed = 0 AND in_group = 1 AND user_id <> :me
                            ORDER BY read_seq LIMIT 1)
                       ELSE (
                           SELECT read_seq FROM memberships
                            WHERE room_id = rooms.id AND removed = 0 AND user_id <> :me LIMIT 1)
                       END, 0) AS all_read_seq
              FROM memberships AS mine JOIN rooms ON rooms.id = mine.room_id
              LEFT JOIN users ON users.id = CASE :me WHEN low_user_id THEN high_user_id ELSE low_user_id END
             WHERE mine.user_id = :me AND mine.removed = 0 AND mine.room_id IN (<ids>)""")
    List<Row> rooms(long me, @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    /** The progress of all members of a group. */
    @SqlQuery("SELECT user_id, read_seq, own_ahead FROM memberships WHERE room_id = :groupId AND removed = 0")
    List<Progress> progress(long groupId);

    /** The progress of the members who were added to the group by the change {@code rev}. */
    @SqlQuery(
            """
            SELECT user_id, read_seq, own_ahead FROM memberships
             WHERE room_id = :groupId AND removed = 0 AND joined_rev = :rev""")
    List<Progress> progressOfAdded(long groupId, long rev);
}
