package chat.messages;

import java.util.Optional;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Messages lie together by room and {@code seq}; pages go by key, never by offset. What gives an iterator reads row by
 * row, so that a page that is full reads no further.
 */
interface MessageDao {
    @SqlQuery("SELECT coalesce(max(id), 0) FROM messages")
    long lastId();

    @SqlQuery("SELECT * FROM messages WHERE room_id = :roomId AND seq = :seq")
    MessageRow find(long roomId, long seq);

    @SqlQuery("SELECT seq FROM messages WHERE id = :id AND room_id = :roomId")
    Optional<Long> seqOf(long id, long roomId);

    /** The newest first. */
    @SqlQuery("SELECT * FROM messages WHERE room_id = :roomId AND seq < :seq ORDER BY seq DESC LIMIT :limit")
    ResultIterator<MessageRow> before(long roomId, long seq, int limit);

    @SqlQuery("SELECT * FROM messages WHERE room_id = :roomId AND seq > :seq ORDER BY seq LIMIT :limit")
    ResultIterator<MessageRow> after(long roomId, long seq, int limit);

    @SqlQuery(
            """
            SELECT * FROM messages
             WHERE room_id = :roomId AND rev > :after AND rev <= :upTo ORDER BY rev LIMIT :limit""")
    ResultIterator<MessageRow> changed(long roomId, long after, long upTo, int limit);
}
