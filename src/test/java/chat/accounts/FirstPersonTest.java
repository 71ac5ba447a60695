package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Person;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server without accounts receives its first person. */
class FirstPersonTest {
    private static final String WELCOME = "You are the first one here. You will administer this chat";

    @TempDir
    Path folder;

    private static String page(TestServer server, String path) {
        return server.visitor().get(path).expect(200).body();
    }

    private static String home(TestServer server) {
        return server.visitor().get("/").expect(303).header("Location");
    }

    @Test
    void theFirstPersonIsAskedToSetUpTheChat() {
        try (TestServer server = TestServer.start(folder)) {
            assertEquals("/register", home(server));
            String register = page(server, "/register");
            assertTrue(register.contains("<h1>Set up your chat</h1>") && register.contains(WELCOME), register);
            assertFalse(register.contains("Already have an account?"), register);
            String login = page(server, "/login");
            assertTrue(login.contains("<h1>Welcome</h1>") && login.contains(WELCOME), login);
            assertTrue(login.contains("href=\"/register\""), login);

            String again = server.visitor()
                    .form("/register", Map.of("username", "a", "password", "b", "confirm_password", "c"))
                    .expect(400)
                    .body();
            assertTrue(again.contains(WELCOME), again);
        }
    }

    @Test
    void theSecondPersonIsNot() {
        try (TestServer server = TestServer.start(folder)) {
            server.register("alice");
            assertEquals("/login", home(server));
            assertTrue(page(server, "/register").contains("<h1>Create an account</h1>"));
            assertTrue(page(server, "/login").contains("<h1>Welcome back</h1>"));
            assertFalse((page(server, "/register") + page(server, "/login")).contains("You are the first"));
        }
    }

    @Test
    void aDeletedAccountWasTheFirst() {
        try (TestServer server = TestServer.start(folder)) {
            server.register("alice")
                    .form("/settings/delete", Map.of("password", Person.PASSWORD))
                    .expect(303);
            assertEquals("/login", home(server));
            assertTrue(page(server, "/register").contains("<h1>Create an account</h1>"));
        }
    }

    @Test
    void anotherAccountMayAdminister() {
        try (TestServer server = TestServer.start(folder, Map.of("ADMIN_USERNAME", "olivia"))) {
            String page = page(server, "/register");
            assertTrue(page.contains("The account that ADMIN_USERNAME names will administer this chat"), page);
            assertFalse(page.contains("olivia"), "visitors do not learn the name");
        }
    }
}
