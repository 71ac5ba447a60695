package chat.messages;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Messages. The table is stored in the order of room and {@code seq}, and all paging is by key, never by offset. The
 * queries that return an iterator read row by row, so a reader can stop when its page is full.
 */
interface MessageDao {
    /**
     * The newest message of a room.
     *
     * @param receiverId the other member of a direct room; null in a group
     * @param othersReadSeq the {@code seq} up to which all members except the sender have read
     */
    record Newest(@Nested MessageRow row, Long receiverId, long othersReadSeq) {}

    /** A message of the export. */
    record Exported(@Nested MessageRow row, String sender) {}

    String ROW =
            """
            messages.id, messages.room_id, messages.seq, messages.rev, messages.sender_id, messages.message_content,
            messages.timestamp, messages.client_id""";

    @SqlQuery("SELECT " + ROW + " FROM messages WHERE id = :id")
    Optional<MessageRow> find(long id);

    @SqlQuery("SELECT seq FROM messages WHERE id = :id AND room_id = :roomId")
    Optional<Long> seqOf(long id, long roomId);

    /** Newest first. */
    @SqlQuery("SELECT " + ROW + " FROM messages WHERE room_id = :roomId AND seq < :seq ORDER BY seq DESC LIMIT :limit")
    ResultIterator<MessageRow> before(long roomId, long seq, int limit);

    @SqlQuery("SELECT " + ROW + " FROM messages WHERE room_id = :roomId AND seq > :seq ORDER BY seq LIMIT :limit")
    ResultIterator<MessageRow> after(long roomId, long seq, int limit);

    @SqlQuery(
            "SELECT " + ROW
                    + """
             FROM messages
            WHERE room_id = :roomId AND rev > :after AND rev <= :upTo ORDER BY rev LIMIT :limit""")
    ResultIterator<MessageRow> changed(long roomId, long after, long upTo, int limit);

    /** The newest message of each of these rooms, without empty rooms. An index holds a group's lowest read mark. */
    @SqlQuery(
            "SELECT " + ROW
                    + """
            ,
                   CASE messages.sender_id
                   WHEN low_user_id THEN high_user_id WHEN high_user_id THEN low_user_id END AS receiver_id,
                   CASE kind
                   WHEN 'group' THEN (
                       SELECT read_seq FROM memberships
                        WHERE room_id = rooms.id AND removed = 0 AND in_group = 1 AND user_id <> messages.sender_id
                        ORDER BY read_seq LIMIT 1)
                   ELSE (
                       SELECT read_seq FROM memberships
                        WHERE room_id = rooms.id AND removed = 0 AND user_id <> messages.sender_id LIMIT 1)
                   END AS others_read_seq
              FROM rooms JOIN messages ON messages.room_id = rooms.id AND seq = last_seq
             WHERE rooms.id IN (<roomIds>)""")
    List<Newest> newest(@BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> roomIds);

    /** Oldest first. */
    @SqlQuery(
            "SELECT " + ROW
                    + """
            , username AS sender
              FROM messages JOIN users ON users.id = messages.sender_id
             WHERE messages.room_id = :roomId AND seq > :after ORDER BY seq LIMIT :limit""")
    List<Exported> export(long roomId, long after, int limit);

    /** Sets the {@code rev} of a changed message. Sets its digest too, unless it has one. */
    @SqlUpdate(
            """
            UPDATE messages SET rev = :rev, digest = coalesce(digest, :digest)
             WHERE room_id = :roomId AND seq = :seq""")
    void stamp(long roomId, long seq, long rev, byte[] digest);
}
