package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.admin.Admin;
import chat.db.StorageException;
import chat.testing.Person;
import chat.testing.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new password for an operator who has access to the machine but has lost the password. */
class RecoveryLinkTest {
    private static final String CHOSEN = "a new password";

    @TempDir
    Path folder;

    private TestServer server;
    private Person admin;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        admin = server.register("Admin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLinkSetsThePasswordOnceOnTheRunningServer() {
        String link = Admin.recoveryLink(server.database(), " admin\u00a0", server.clock);
        Map<String, String> form = Map.of("password", CHOSEN, "confirm_password", CHOSEN);
        server.visitor().form(link, form).expect(303);
        server.visitor()
                .form("/login", Map.of("username", "Admin", "password", CHOSEN))
                .expect(303);
        admin.get("/users").expect(401);
        server.visitor().form(link, form).expect(404);
        assertEquals(
                1,
                StoredRows.number(
                        server,
                        "SELECT count(*) FROM audit_log WHERE action = 'RESET_LINK_MADE' AND actor_id IS NULL"
                                + " AND subject_id = " + admin.id()));
    }

    @Test
    void aMissingAccountOrDatabaseGetsNoLink() {
        assertThrows(StorageException.class, () -> Admin.recoveryLink(server.database(), "nobody", server.clock));
        Path none = folder.resolve("none.db");
        assertThrows(StorageException.class, () -> Admin.recoveryLink(none, "admin", server.clock));
        assertTrue(Files.notExists(none));
    }

    @Test
    void theCommandPrintsTheAddress() throws IOException, InterruptedException {
        Program program = new Program(folder);
        Map<String, String> here =
                Map.of("DATABASE_URL", server.database().toString(), "PUBLIC_URL", "https://chat.example.org");
        Program.Ended ended = program.run(here, "reset-link", "Admin");
        assertEquals(0, ended.status(), ended::toString);
        assertTrue(ended.out().matches("[^\n]+https://chat\\.example\\.org/reset/[A-Za-z0-9_-]{43}\n"), ended.out());
        Map<String, String> unknown = Map.of("DATABASE_URL", server.database().toString());
        String out = program.run(unknown, "reset-link", "Admin").out();
        assertTrue(out.matches("[^\n]+at this path of the chat's address: /reset/[A-Za-z0-9_-]{43}\n"), out);
        program.run(here, "reset-link", "nobody").expectOneSentence(1, "no account nobody");
        program.run(here, "reset-link").expectOneSentence(2, "one account");
    }
}
