package chat.conversations;

import chat.rooms.Room;
import chat.rooms.RoomDao;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface GroupDao {
    record Member(long userId, String username, String role, long readSeq) {}

    record Creation(long id, String createdWith) {}

    @SqlQuery("SELECT count(*) FROM users WHERE id IN (<ids>) AND deleted_at IS NULL")
    int countUsers(@BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    @SqlQuery("SELECT id, created_with FROM rooms WHERE creator_id = :creatorId AND client_id = :clientId")
    Optional<Creation> findCreation(long creatorId, String clientId);

    @SqlQuery(
            """
            INSERT INTO rooms (kind, name, creator_id, client_id, created_with, created_at, rev, last_message_id)
            VALUES ('group', :name, :creatorId, :clientId, :createdWith, :now, 1,
                    (SELECT coalesce(max(id), 0) FROM messages))
            RETURNING\s"""
                    + RoomDao.ROOM)
    Room insert(String name, long creatorId, String clientId, String createdWith, Instant now);

    @SqlQuery(
            """
            SELECT room_id FROM memberships JOIN rooms ON rooms.id = room_id
             WHERE user_id = :userId AND removed = 0 AND kind = 'group' ORDER BY room_id""")
    List<Long> groupsOf(long userId);

    @SqlQuery("UPDATE rooms SET rev = rev + 1 WHERE id = :roomId RETURNING rev")
    long nextRev(long roomId);

    @SqlQuery(
            """
            SELECT user_id, username, role, read_seq FROM memberships JOIN users ON users.id = user_id
             WHERE room_id = :roomId AND removed = 0 ORDER BY joined_rev, user_id""")
    List<Member> members(long roomId);

    @SqlUpdate("UPDATE memberships SET removed = 1, rev = :rev WHERE room_id = :roomId AND user_id = :userId")
    void remove(long roomId, long userId, long rev);

    @SqlUpdate("UPDATE memberships SET role = 'owner', rev = :rev WHERE room_id = :roomId AND user_id = :userId")
    void makeOwner(long roomId, long userId, long rev);
}
