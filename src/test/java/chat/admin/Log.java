package chat.admin;

import chat.app.TestServer;
import chat.testing.Stored;
import java.util.List;

/** The audit log as it stands in the database. */
final class Log {
    private Log() {}

    /** All of it: who, what, to whom, and the detail, with dashes for what is none. */
    static List<String> of(TestServer server) {
        return Stored.texts(
                server,
                """
                SELECT coalesce(actors.username, '-') || ' ' || action || ' ' || coalesce(subjects.username, '-')
                       || ' ' || coalesce(detail, '-')
                  FROM audit_log
                  LEFT JOIN users AS actors ON actors.id = actor_id
                  LEFT JOIN users AS subjects ON subjects.id = subject_id
                 ORDER BY audit_log.id""");
    }

    /** Those about somebody. */
    static List<String> about(TestServer server, String username) {
        return of(server).stream()
                .filter(line -> line.split(" ")[2].equals(username))
                .toList();
    }
}
