package chat.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

interface PresenceDao {
    record LastSeen(long id, Instant lastSeen) {}

    record Known(long id, Instant lastSeen, boolean deleted) {}

    @SqlQuery("SELECT id, last_seen FROM users WHERE last_seen > :since AND deleted_at IS NULL")
    List<LastSeen> seenSince(Instant since);

    /** Includes deleted users. */
    @SqlQuery("SELECT id, last_seen, deleted_at IS NOT NULL AS deleted FROM users WHERE id IN (<ids>)")
    List<Known> of(@BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Collection<Long> ids);

    /** Replaces earlier times, and times after {@code now}, which were written before the clock was set back. */
    @SqlBatch(
            """
            UPDATE users SET last_seen = :lastSeen
             WHERE id = :id AND (last_seen < :lastSeen OR last_seen > :now)""")
    void write(@BindMethods Collection<LastSeen> seen, Instant now);
}
