package chat.rooms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Rooms, who is in them, and how far each has read. Rooms are only ever found through a membership or a pair. */
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

    /** For what the caller may know whoever is in the room now. */
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

    /** Those of a user whose account is deleted: they are read, but not written to. */
    @SqlUpdate(
            """
            UPDATE rooms SET closed = 1
             WHERE kind = 'direct' AND id IN (SELECT room_id FROM memberships WHERE user_id = :userId)""")
    void closeDirect(long userId);

    /** A new member starts with all read; one that comes back too. */
    @SqlUpdate(
            """
            INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev)
            VALUES (:roomId, :userId, :role, :readSeq, :rev, :rev)
            ON CONFLICT (room_id, user_id) DO UPDATE
               SET role = :role, read_seq = :readSeq, joined_rev = :rev, rev = :rev, removed = 0""")
    void putMember(long roomId, long userId, String role, long readSeq, long rev);

    @SqlQuery("SELECT user_id FROM memberships WHERE room_id = :roomId AND removed = 0")
    List<Long> memberIds(long roomId);

    @SqlQuery("SELECT read_seq FROM memberships WHERE room_id = :roomId AND user_id = :userId")
    long readSeq(long roomId, long userId);

    @SqlQuery(
            """
            SELECT user_id, read_seq FROM memberships
             WHERE room_id = :roomId AND removed = 0 ORDER BY read_seq LIMIT 2""")
    List<ReadMarks.Mark> lowestMarks(long roomId);

    @SqlUpdate(
            """
            UPDATE memberships SET read_seq = :seq
             WHERE room_id = :roomId AND user_id = :userId AND read_seq < :seq""")
    boolean moveMark(long roomId, long userId, long seq);

    default ReadMarks marks(long roomId) {
        return new ReadMarks(lowestMarks(roomId));
    }
}
