package chat.rooms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Rooms, memberships and read marks. */
public interface RoomDao {
    String ROOM = "rooms.id, kind, name, low_user_id, high_user_id, last_seq, rooms.rev";

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM users WHERE id = :userId AND deleted_at IS NULL)")
    boolean isUser(long userId);

    @SqlQuery("SELECT count(*) = 2 FROM users WHERE id IN (:userId, :otherId) AND deleted_at IS NULL")
    boolean areUsers(long userId, long otherId);

    @SqlQuery(
            "SELECT " + ROOM
                    + """
             FROM rooms JOIN memberships ON room_id = rooms.id
            WHERE rooms.id = :roomId AND user_id = :userId AND removed = 0""")
    Optional<Room> findForMember(long roomId, long userId);

    /** Does not check that the user is a member. The caller must do that if it matters. */
    @SqlQuery("SELECT " + ROOM + " FROM rooms WHERE id = :roomId")
    Room find(long roomId);

    @SqlQuery("SELECT " + ROOM + " FROM rooms WHERE low_user_id = :lowUserId AND high_user_id = :highUserId")
    Optional<Room> findDirect(long lowUserId, long highUserId);

    @SqlQuery(
            """
            INSERT INTO rooms (kind, low_user_id, high_user_id, creator_id, created_at)
            VALUES ('direct', :lowUserId, :highUserId, :creatorId, :now)
            RETURNING\s"""
                    + ROOM)
    Room insertDirect(long lowUserId, long highUserId, long creatorId, Instant now);

    /** Closes the direct rooms of a deleted user. They can still be read, but not written to. */
    @SqlUpdate(
            """
            UPDATE rooms SET closed = 1
             WHERE low_user_id = :userId OR high_user_id = :userId""")
    void closeDirect(long userId);

    @SqlUpdate(
            """
            INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
            VALUES (:roomId, :userId, 'member', 0, 0, 0), (:roomId, :otherId, 'member', 0, 0, 0)""")
    void insertPair(long roomId, long userId, long otherId);

    /** Every change in a room takes the next {@code rev}. */
    @SqlQuery("UPDATE rooms SET rev = rev + 1 WHERE id = :roomId RETURNING rev")
    long nextRev(long roomId);

    @SqlQuery("SELECT user_id FROM memberships WHERE room_id = :roomId AND removed = 0")
    List<Long> memberIds(long roomId);

    @SqlQuery("SELECT read_seq FROM memberships WHERE room_id = :roomId AND user_id = :userId")
    long readSeq(long roomId, long userId);

    /** Reads two entries of the index on read marks, however many members there are. */
    @SqlQuery(
            """
            SELECT user_id, read_seq FROM memberships
             WHERE room_id = :groupId AND removed = 0 AND in_group = 1 ORDER BY read_seq LIMIT 2""")
    List<ReadMarks.Mark> lowestMarksOfGroup(long groupId);

    @SqlQuery(
            """
            SELECT user_id, read_seq FROM memberships
             WHERE room_id = :roomId AND removed = 0 ORDER BY read_seq""")
    List<ReadMarks.Mark> marksOfPair(long roomId);

    default ReadMarks marks(Room room) {
        return room.isDirect() ? new ReadMarks(marksOfPair(room.id())) : marksOfGroup(room.id());
    }

    default ReadMarks marksOfGroup(long groupId) {
        return new ReadMarks(lowestMarksOfGroup(groupId));
    }

    /**
     * Moves a mark ahead; false if it was there or further already. An import may have left some of the member's own
     * messages above the mark, and {@code own_ahead} counts them. It is updated by counting the member's messages
     * either in the part that the mark passed or in the part that is still ahead, whichever is shorter.
     */
    @SqlUpdate(
            """
            UPDATE memberships
               SET own_ahead = CASE
                       WHEN own_ahead = 0 OR :seq >= :lastSeq THEN 0
                       WHEN :seq - read_seq < :lastSeq - :seq THEN own_ahead - (
                           SELECT count(*) FROM messages
                            WHERE messages.room_id = :roomId AND seq > memberships.read_seq AND seq <= :seq
                              AND sender_id = :userId)
                       ELSE (
                           SELECT count(*) FROM messages
                            WHERE messages.room_id = :roomId AND seq > :seq AND seq <= :lastSeq
                              AND sender_id = :userId)
                       END,
                   read_seq = :seq
             WHERE room_id = :roomId AND user_id = :userId AND read_seq < :seq""")
    boolean moveMark(long roomId, long userId, long seq, long lastSeq);
}
