package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address at the beginning of invitations and reset links. */
class SiteAddressTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    final RunningServer running = new RunningServer();

    @TempDir
    Path folder;

    private static RawHttp invite(TestServer server, Person admin, String host, String... headers) {
        String body = "uses=1&days=1";
        return RawHttp.send(
                server.port(),
                "POST /admin/invites HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nContent-Type: " + FORM
                        + "\r\nCookie: " + admin.sessionCookie() + "\r\n" + String.join("", headers)
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5000",
                "127.0.0.1:5000",
                "192.168.1.5:5000",
                "10.1.2.3",
                "[::1]:5000",
                "[fd00::1]:5000",
                "nas:5000",
                "raspberrypi.local:5000",
                "chat.lan"
            })
    void onALocalNetworkTheAddressOfTheBrowserIsUsed(String host) {
        Person admin = running.person("admin");
        RawHttp answer = invite(running.get(), admin, host);
        assertEquals(303, answer.status(), answer::toString);
        String page = admin.get(answer.header("location")).expect(200).body();
        assertTrue(page.contains("value=\"http://" + host + "/register?invite="), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example.org", "203.0.113.9:5000", "evil.example:5000", "[2001:db8::1]:5000"})
    void anUntrustedHostMakesNoLink(String host) {
        Person admin = running.person("admin");
        Person bob = running.person("bob");
        RawHttp answer = invite(running.get(), admin, host);
        assertEquals(409, answer.status(), answer::toString);
        assertTrue(answer.body().contains("PUBLIC_URL"), answer::body);
        String origin = "Origin: https://chat.example.org\r\nSec-Fetch-Site: same-origin\r\n";
        RawHttp behindProxy = invite(running.get(), admin, "127.0.0.1:5000", origin);
        assertEquals(409, behindProxy.status(), "the address of the browser differs from that of the proxy");
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM invites"));
        Answer reset = admin.fetch(
                "POST",
                "/admin/users/" + bob.id() + "/reset_link",
                "",
                "Content-Type",
                FORM,
                "Origin",
                "http://" + host,
                "Sec-Fetch-Site",
                "same-origin");
        reset.expectError(409, "conflict");
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM reset_links"));
    }

    @Test
    void theAddressOfThePlatformIsUsed() {
        Map<String, String> environment = Map.of("RENDER_EXTERNAL_URL", "https://chat.example.org");
        try (TestServer server = TestServer.start(folder, environment)) {
            Person admin = server.register("admin");
            RawHttp answer = invite(server, admin, "evil.example");
            assertEquals(303, answer.status(), answer::toString);
            String page = admin.get(answer.header("location")).expect(200).body();
            assertTrue(page.contains("value=\"https://chat.example.org/register?invite="), page);
            String own = "Origin: https://chat.my-domain.example\r\n";
            assertEquals(
                    303, invite(server, admin, "chat.my-domain.example", own).status(), "a custom domain");
        }
    }
}
