package chat.admin;

import chat.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who did what as the administrator, and when: written in the transaction that does it, and never changed. */
public final class AuditLog {
    /** Null: {@code actor} where it was the server itself, {@code subject} where it was done to nobody. */
    public record Entry(
            long id,
            Instant at,
            Long actorId,
            String actor,
            Act action,
            Long subjectId,
            String subject,
            String detail) {}

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param actorId null for the server itself; {@code subjectId} and {@code detail} null for none */
    void write(Handle handle, Long actorId, Act act, Long subjectId, String detail) {
        handle.attach(AuditDao.class).insert(clock.instant(), actorId, act, subjectId, detail);
    }

    /** What was written before that entry, the newest first. */
    List<Entry> entries(long before, int limit) {
        return database.read(handle -> handle.attach(AuditDao.class).list(before, limit));
    }
}
