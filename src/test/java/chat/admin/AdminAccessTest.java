package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For everyone except the administrator, nothing exists under /admin. */
class AdminAccessTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person admin;
    private static Person bob;

    @BeforeAll
    static void register() {
        admin = running.person("admin");
        bob = running.person("bob");
    }

    /** The paths from the route table of the server, with an id for each parameter. */
    private static List<String> adminPaths() {
        List<String> paths = running.get().javalin().unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(endpoint -> endpoint.path.startsWith("/admin") && !endpoint.path.endsWith("*"))
                .map(endpoint -> endpoint.path.replaceAll("\\{[a-z_]+}", String.valueOf(bob.id())))
                .distinct()
                .toList();
        assertTrue(paths.size() >= 10, paths::toString);
        return paths;
    }

    @Test
    void othersFindNothingWithAnyMethod() {
        for (String path : adminPaths()) {
            for (String method : METHODS) {
                for (Person other : List.of(running.visitor(), bob)) {
                    for (String accept : List.of("application/json", "text/html")) {
                        String[] headers = {"Accept", accept, "Content-Type", FORM};
                        Answer found = other.fetch(method, path, "mode=CLOSED", headers);
                        Answer nowhere = other.fetch(method, "/nowhere", "mode=CLOSED", headers);
                        String what = method + " " + path + " as " + other.username();
                        assertEquals(404, found.status(), what);
                        assertEquals(nowhere.body(), found.body(), what);
                        assertEquals(nowhere.header("Content-Type"), found.header("Content-Type"), what);
                    }
                }
            }
        }
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM audit_log WHERE actor_id IS NOT NULL"));
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM invites"));
        bob.get("/users").expect(200);
    }

    @Test
    void missingPagesAreNotFoundForTheAdministrator() {
        for (String path : List.of(
                "/admin/users/999",
                "/admin/users/x",
                "/admin/users/999/suspend",
                "/admin/users/999/end_sessions",
                "/admin/invites/999/revoke",
                "/admin/nowhere")) {
            admin.get(path).expectError(404, "not_found");
        }
        for (String path : List.of(
                "/admin/users/999/suspend",
                "/admin/users/999/reinstate",
                "/admin/users/999/end_sessions",
                "/admin/users/999/reset_link",
                "/admin/users/x/suspend",
                "/admin/invites/999/revoke")) {
            admin.post(path, FORM, "").expectError(404, "not_found");
        }
    }

    @Test
    void anotherSiteCannotUseTheAdministratorsCookie() {
        for (String path : List.of("/admin/users/" + bob.id() + "/suspend", "/admin/registration", "/admin/invites")) {
            admin.fetch("POST", path, "mode=CLOSED", "Content-Type", FORM, "Origin", "https://evil.example")
                    .expectError(403, "forbidden");
        }
        bob.get("/users").expect(200);
    }

    @Test
    void theAdministratorsOwnAccountIsProtected() {
        for (String action : List.of("suspend", "reinstate", "end_sessions", "reset_link")) {
            admin.post("/admin/users/" + admin.id() + "/" + action, FORM, "").expectError(400, "bad_request");
        }
        admin.get("/users").expect(200);
        assertEquals(
                List.of(),
                AuditEntries.about(running.get(), admin.username()).stream()
                        .filter(line -> !line.contains("ADMINISTRATOR"))
                        .toList());
    }

    @Test
    void theRootRedirectsToTheUsers() {
        assertEquals("/admin/users", admin.get("/admin").expect(303).header("Location"));
    }
}
