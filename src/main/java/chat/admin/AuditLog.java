package chat.admin;

import chat.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The log of administrative actions. Each entry is written in the action's own transaction, and never changed. */
final class AuditLog {
    /**
     * Public for the template.
     *
     * @param actor null for the server itself
     * @param subject the affected user, or null
     */
    public record Entry(
            long id,
            Instant at,
            Long actorId,
            String actor,
            AuditAction action,
            Long subjectId,
            String subject,
            String detail) {}

    private final Database database;
    private final Clock clock;

    AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds an entry, in a transaction.
     *
     * @param actorId null for the server itself
     * @param subjectId the affected user, or null
     * @param detail more about the action, or null
     */
    void write(Handle handle, Long actorId, AuditAction action, Long subjectId, String detail) {
        handle.attach(AuditDao.class).insert(clock.instant(), actorId, action, subjectId, detail);
    }

    /** The entries with lower ids than this, newest first. */
    List<Entry> entries(long before, int limit) {
        return database.read(handle -> handle.attach(AuditDao.class).list(before, limit));
    }
}
