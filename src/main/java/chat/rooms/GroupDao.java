package chat.rooms;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Groups and their members. */
interface GroupDao {
    record Member(long userId, String username, String role, long readSeq) {}

    record Creation(long id, String createdWith) {}

    record Rev(long roomId, long rev) {}

    @SqlQuery("SELECT count(*) FROM users WHERE id IN (<ids>) AND deleted_at IS NULL")
    int countUsers(@BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    @SqlQuery("SELECT id, created_with FROM rooms WHERE creator_id = :creatorId AND client_id = :clientId")
    Optional<Creation> findCreation(long creatorId, String clientId);

    @SqlQuery(
            """
            INSERT INTO rooms (kind, name, search_key, creator_id, client_id, created_with, created_at, rev,
                               last_message_id)
            VALUES ('group', :name, :searchKey, :creatorId, :clientId, :createdWith, :now, 1,
                    (SELECT coalesce(max(id), 0) FROM messages))
            RETURNING\s"""
                    + RoomDao.ROOM)
    Room insert(String name, String searchKey, long creatorId, String clientId, String createdWith, Instant now);

    @SqlQuery("SELECT role FROM memberships WHERE room_id = :roomId AND user_id = :userId AND removed = 0")
    Optional<String> role(long roomId, long userId);

    @SqlQuery("SELECT count(*) FROM memberships WHERE room_id = :roomId AND removed = 0")
    int countMembers(long roomId);

    @SqlQuery("SELECT count(*) FROM memberships WHERE room_id = :roomId AND removed = 0 AND user_id IN (<ids>)")
    int countMembersAmong(long roomId, @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    /** New and returning members start with everything read. Current members are not changed. */
    @SqlUpdate(
            """
            INSERT INTO memberships (room_id, user_id, role, read_seq, joined_rev, rev, in_group)
            SELECT :roomId, id, CASE id WHEN :ownerId THEN 'owner' ELSE 'member' END, :readSeq, :rev, :rev, 1
              FROM users WHERE id IN (<ids>)
            ON CONFLICT (room_id, user_id) DO UPDATE
               SET role = excluded.role, read_seq = excluded.read_seq, own_ahead = 0,
                   joined_rev = excluded.joined_rev, rev = excluded.rev, removed = 0
             WHERE memberships.removed = 1""")
    void putMembers(
            long roomId,
            @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids,
            long ownerId,
            long readSeq,
            long rev);

    /** Ordered by the time of joining, oldest first. */
    @SqlQuery(
            """
            SELECT user_id, username, role, read_seq FROM memberships JOIN users ON users.id = user_id
             WHERE room_id = :roomId AND removed = 0 ORDER BY joined_rev, user_id""")
    List<Member> members(long roomId);

    @SqlUpdate("UPDATE memberships SET removed = 1, rev = :rev WHERE room_id = :roomId AND user_id = :userId")
    void remove(long roomId, long userId, long rev);

    /** Makes the member who joined first the owner. */
    @SqlUpdate(
            """
            UPDATE memberships SET role = 'owner', rev = :rev
             WHERE room_id = :roomId AND user_id = (
                       SELECT user_id FROM memberships
                        WHERE room_id = :roomId AND removed = 0 ORDER BY joined_rev, user_id LIMIT 1)""")
    void transferOwnership(long roomId, long rev);

    String GROUPS_OF =
            """
            SELECT room_id FROM memberships JOIN rooms ON rooms.id = room_id
             WHERE user_id = :userId AND removed = 0 AND kind = 'group'""";

    /** Takes the next {@code rev} of every group that the user is in. */
    @SqlQuery("UPDATE rooms SET rev = rev + 1 WHERE id IN (" + GROUPS_OF + ") RETURNING id AS room_id, rev")
    List<Rev> nextRevs(long userId);

    /**
     * Makes the member who joined first the new owner of each group that the user owns. Call {@link #nextRevs} first.
     */
    @SqlUpdate(
            """
            UPDATE memberships SET role = 'owner', rev = (SELECT rev FROM rooms WHERE id = room_id)
             WHERE (room_id, user_id) IN (
                       SELECT room_id, (
                                  SELECT user_id FROM memberships
                                   WHERE room_id = owned.room_id AND removed = 0 AND user_id <> :userId
                                   ORDER BY joined_rev, user_id LIMIT 1)
                         FROM memberships AS owned
                        WHERE user_id = :userId AND removed = 0 AND role = 'owner')""")
    void transferAllOwnerships(long userId);

    /** Removes the user from all groups. Call {@link #nextRevs} first. */
    @SqlUpdate("UPDATE memberships SET removed = 1, rev = (SELECT rev FROM rooms WHERE id = room_id)"
            + " WHERE user_id = :userId AND room_id IN (" + GROUPS_OF + ")")
    void removeFromAll(long userId);
}
