package chat.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Person;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which account is the administrator. */
class AdministratorTest {
    @TempDir
    Path folder;

    private TestServer server(String adminUsername) {
        return TestServer.start(folder, Map.of("ADMIN_USERNAME", adminUsername));
    }

    private static void assertIsAdministrator(Person person) {
        person.get("/admin/users").expect(200);
        assertTrue(person.get("/chat").expect(200).body().contains("data-administrator"));
    }

    private static void assertIsNotAdministrator(Person person) {
        person.get("/admin/users").expectError(404, "not_found");
        assertFalse(person.get("/chat").expect(200).body().contains("data-administrator"));
    }

    private static void deleteAccount(TestServer stopped, Person person) {
        try (Connection connection = stopped.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE users SET deleted_at = 1 WHERE id = " + person.id());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFirstAccountIsTheAdministrator() {
        try (TestServer server = server("")) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            assertIsAdministrator(alice);
            assertIsNotAdministrator(bob);
            await().until(() -> !AuditEntries.of(server).isEmpty());
            assertEquals(List.of("- ADMINISTRATOR alice the first account"), AuditEntries.of(server));
            server.restart();
            assertIsAdministrator(alice);
            assertEquals(1, AuditEntries.of(server).size(), "logged once");
        }
    }

    @Test
    void nobodyIsTheAdministratorAfterTheFirstAccountIsDeleted() {
        TestServer before = server("");
        Person alice = before.register("alice");
        Person bob = before.register("bob");
        before.stop();
        deleteAccount(before, alice);
        try (TestServer server = server("")) {
            assertIsNotAdministrator(new Person(server).login("bob"));
            assertIsNotAdministrator(server.register("carol"));
        }
        try (TestServer server = server("bob")) {
            assertIsAdministrator(new Person(server).login(bob.username()));
        }
    }

    @Test
    void theOperatorNamesTheAdministratorIgnoringCase() {
        server("").close();
        try (TestServer server = server("BOB")) {
            Person alice = server.register("alice");
            assertIsNotAdministrator(alice);
            Person bob = server.register("bob");
            assertIsAdministrator(bob);
            assertIsNotAdministrator(alice);
            await().until(() -> !AuditEntries.of(server).isEmpty());
            assertEquals(List.of("- ADMINISTRATOR bob named by ADMIN_USERNAME"), AuditEntries.of(server));
        }
    }

    @Test
    void aSuspendedAccountIsReinstatedAsAdministrator() {
        try (TestServer server = server("")) {
            Person alice = server.register("alice");
            Person bob = server.register("bob");
            alice.form("/admin/users/" + bob.id() + "/suspend", Map.of()).expect(303);
        }
        try (TestServer server = server("bob")) {
            assertIsAdministrator(new Person(server).login("bob"));
            assertIsNotAdministrator(new Person(server).login("alice"));
            assertEquals(
                    List.of(
                            "- ADMINISTRATOR alice the first account",
                            "alice SUSPENDED bob -",
                            "- ADMINISTRATOR bob named by ADMIN_USERNAME",
                            "- REINSTATED bob the administrator"),
                    AuditEntries.of(server));
        }
    }
}
