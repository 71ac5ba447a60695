package chat.messages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Messages lie together by room and {@code seq}; pages go by key, never by offset. */
interface MessageDao {
    @SqlQuery("SELECT * FROM messages WHERE sender_id = :senderId AND client_id = :clientId")
    Optional<MessageRow> findByClientId(long senderId, String clientId);

    @SqlQuery("SELECT coalesce(max(id), 0) + 1 FROM messages")
    long nextId();

    @SqlUpdate(
            """
            INSERT INTO messages (room_id, seq, id, rev, sender_id, message_content, client_id, timestamp)
            VALUES (:roomId, :seq, :id, :rev, :senderId, :messageContent, :clientId, :timestamp)""")
    void insert(
            long roomId,
            long seq,
            long id,
            long rev,
            long senderId,
            String messageContent,
            String clientId,
            Instant timestamp);

    @SqlQuery("SELECT seq FROM messages WHERE id = :id AND room_id = :roomId")
    Optional<Long> seqOf(long id, long roomId);

    /** The newest first. */
    @SqlQuery("SELECT * FROM messages WHERE room_id = :roomId AND seq < :seq ORDER BY seq DESC LIMIT :limit")
    List<MessageRow> before(long roomId, long seq, int limit);

    @SqlQuery("SELECT * FROM messages WHERE room_id = :roomId AND seq > :seq ORDER BY seq LIMIT :limit")
    List<MessageRow> after(long roomId, long seq, int limit);

    @SqlQuery(
            """
            SELECT * FROM messages
             WHERE room_id = :roomId AND rev > :after AND rev <= :upTo ORDER BY rev LIMIT :limit""")
    List<MessageRow> changed(long roomId, long after, long upTo, int limit);
}
