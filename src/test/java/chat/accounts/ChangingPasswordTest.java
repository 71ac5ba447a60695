package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangingPasswordTest {
    private static final String NEW = "a new passphrase";

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    @TempDir
    Path folder;

    private static Map<String, String> fields(String current, String chosen, String confirmed) {
        return Map.of("current_password", current, "new_password", chosen, "confirm_password", confirmed);
    }

    private static int login(String username, String password) {
        return running.visitor()
                .form("/login", Map.of("username", username, "password", password))
                .status();
    }

    @Test
    void theNewPasswordWorksAndAllOtherSessionsEnd() {
        Person alice = running.person("alice");
        Person phone = alice.onAnotherDevice();
        String before = alice.sessionToken();
        try (TestSocket own = alice.connect();
                TestSocket other = phone.connect()) {
            Answer answer = alice.form("/settings/password", fields(Person.PASSWORD, NEW, NEW))
                    .expect(303);
            assertEquals("/settings?done=password_changed", answer.header("Location"));
            other.awaitSessionEnd("password");
            own.awaitSessionEnd("password");
        }
        assertNotEquals(before, alice.sessionToken(), "this session is rotated");
        alice.get("/users").expect(200);
        phone.get("/users").expect(401);
        running.visitor()
                .fetch("GET", "/users", null, "Cookie", "session=" + before)
                .expect(401);
        assertEquals(401, login(alice.username(), Person.PASSWORD));
        assertEquals(303, login(alice.username(), NEW));
    }

    @Test
    void aProgramMaySendJson() {
        Person alice = running.person("alice");
        alice.post("/settings/password", fields("wrong password", NEW, NEW))
                .expectError(403, "forbidden", "current_password");
        alice.post("/settings/password", fields(Person.PASSWORD, "short", "short"))
                .expectError(400, "bad_request", "new_password");
        alice.post("/settings/password", fields(Person.PASSWORD, NEW, NEW)).expect(303);
        alice.post("/settings/password", "text/plain", "").expect(415);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong password, a new passphrase, a new passphrase, 403, current-error",
        "password123, short, short, 400, new-error",
        "password123, a new passphrase, another passphrase, 400, confirm-error",
        "%00, a new passphrase, a new passphrase, 400, current-error",
        "password123, %00%00%00%00%00%00, %00%00%00%00%00%00, 400, new-error",
        "password123, LONG, LONG, 400, new-error",
        "LONG, a new passphrase, a new passphrase, 403, current-error",
    })
    void errorsAreShownBesideTheirFields(String current, String chosen, String confirmed, int status, String id) {
        Person alice = running.person("alice");
        String body = "current_password=" + current + "&new_password=" + chosen + "&confirm_password=" + confirmed;
        Answer page = alice.post(
                        "/settings/password",
                        "application/x-www-form-urlencoded",
                        body.replace("LONG", "é".repeat(40)).replace(' ', '+'))
                .expect(status);
        assertTrue(page.body().contains("id=\"" + id + "\""), page::body);
        assertEquals("no-store", page.header("Cache-Control"));
        alice.get("/users").expect(200);
        assertEquals(303, login(alice.username(), Person.PASSWORD));
    }

    @Test
    void visitorsCannotChangeAPassword() {
        Answer answer = running.visitor()
                .form("/settings/password", fields(Person.PASSWORD, NEW, NEW))
                .expect(303);
        assertEquals("/login", answer.header("Location"));
        running.person("alice")
                .fetch("POST", "/settings/password", "", "Sec-Fetch-Site", "cross-site")
                .expect(403);
    }

    @Test
    void commonPasswordsAreRefusedIfConfigured() {
        try (TestServer server = TestServer.start(folder, Map.of("PASSWORD_BLOCKLIST", "on"))) {
            Map<String, String> common =
                    Map.of("username", "alice", "password", "Password123", "confirm_password", "Password123");
            Answer page = server.visitor().form("/register", common).expect(400);
            assertTrue(page.body().contains("attackers try first"), page::body);
            Person alice = server.visitor();
            alice.form("/register", Map.of("username", "alice", "password", NEW, "confirm_password", NEW))
                    .expect(303);
            alice.form("/settings/password", fields(NEW, "qwertyuiop", "qwertyuiop"))
                    .expect(400);
            server.visitor()
                    .form("/register", Map.of("username", "bob", "password", NEW, "confirm_password", NEW))
                    .expect(303);
            String link = alice.formAndFollow("/admin/users/2/reset_link", Map.of())
                    .expect(200)
                    .body()
                    .replaceAll("(?s).*(/reset/[A-Za-z0-9_-]{43}).*", "$1");
            server.visitor()
                    .form(link, Map.of("password", "qwertyuiop", "confirm_password", "qwertyuiop"))
                    .expect(400);
            alice.form("/settings/password", fields(NEW, "rarely typed words", "rarely typed words"))
                    .expect(303);
        }
    }
}
