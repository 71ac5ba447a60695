package chat.admin;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface AuditDao {
    @SqlUpdate(
            """
            INSERT INTO audit_log (at, actor_id, action, subject_id, detail)
            VALUES (:now, :actorId, :action, :subjectId, :detail)""")
    void insert(Instant now, Long actorId, AuditAction action, Long subjectId, String detail);

    @SqlQuery(
            """
            SELECT audit_log.id, at, action, detail, actor_id, actors.username AS actor,
                   subject_id, subjects.username AS subject
              FROM audit_log
              LEFT JOIN users AS actors ON actors.id = actor_id
              LEFT JOIN users AS subjects ON subjects.id = subject_id
             WHERE audit_log.id < :before
             ORDER BY audit_log.id DESC LIMIT :limit""")
    List<AuditLog.Entry> list(long before, int limit);
}
