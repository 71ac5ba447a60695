package chat.admin;

import chat.app.TestServer;
import chat.testing.StoredRows;
import java.util.List;

/** The entries of the audit log in the database. */
final class AuditEntries {
    private AuditEntries() {}

    /** All entries: actor, action, user and detail, with a dash for each missing one. */
    static List<String> of(TestServer server) {
        return StoredRows.texts(
                server,
                """
                SELECT coalesce(actors.username, '-') || ' ' || action || ' ' || coalesce(subjects.username, '-')
                       || ' ' || coalesce(detail, '-')
                  FROM audit_log
                  LEFT JOIN users AS actors ON actors.id = actor_id
                  LEFT JOIN users AS subjects ON subjects.id = subject_id
                 ORDER BY audit_log.id""");
    }

    /** The entries about this user. */
    static List<String> about(TestServer server, String username) {
        return of(server).stream()
                .filter(line -> line.split(" ")[2].equals(username))
                .toList();
    }
}
