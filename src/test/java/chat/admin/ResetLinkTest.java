package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetLinkTest {
    private static final Pattern LINK = Pattern.compile("value=\"(http://[0-9.:]+)(/reset/[A-Za-z0-9_-]{43})\"");
    private static final String CHOSEN = "a new password";

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person admin;
    private Person bob;

    @BeforeAll
    static void registerAdmin() {
        admin = running.person("admin");
    }

    @BeforeEach
    void registerBob() {
        bob = running.person("bob");
    }

    private String link() {
        String page = admin.formAndFollow("/admin/users/" + bob.id() + "/reset_link", Map.of())
                .expect(200)
                .body();
        Matcher link = LINK.matcher(page);
        assertTrue(link.find(), page);
        assertEquals(running.get().url(), link.group(1));
        return link.group(2);
    }

    private static Answer choose(String link, String password, String confirmation) {
        return running.visitor().form(link, Map.of("password", password, "confirm_password", confirmation));
    }

    private static Answer choose(String link) {
        return choose(link, CHOSEN, CHOSEN);
    }

    private Answer login(String password) {
        return running.visitor().form("/login", Map.of("username", bob.username(), "password", password));
    }

    @Test
    void theLinkSetsANewPasswordAndLogsOutEverywhere() {
        TestSocket socket = bob.connect();
        String link = link();
        Answer page = running.visitor().get(link).expect(200);
        assertTrue(page.body().contains(bob.username()));
        bob.get("/users").expect(200);

        assertEquals("/reset", choose(link).expect(303).header("Location"));
        running.visitor().get("/reset").expect(200);
        socket.awaitSessionEnd("password");
        bob.get("/users").expect(401);
        login(Person.PASSWORD).expect(401);
        login(CHOSEN).expect(303);
    }

    @Test
    void theLinkWorksOnce() {
        String link = link();
        choose(link).expect(303);
        running.visitor().get(link).expectError(404, "not_found");
        choose(link, "another one", "another one").expectError(404, "not_found");
        login(CHOSEN).expect(303);
    }

    @Test
    void aPersonIsToldThatTheLinkNoLongerWorks() {
        String link = link();
        choose(link).expect(303);
        String page = running.visitor()
                .fetch("GET", link, null, "Accept", "text/html")
                .expect(404)
                .body();
        assertTrue(page.contains("<h1>This link no longer works</h1>"), page);
        assertTrue(page.contains("ask the administrator of this server for a new link"), page);
        assertFalse(page.contains("404"), page);
    }

    @Test
    void onlyOneOfManyConcurrentUsesSucceeds() {
        String link = link();
        List<CompletableFuture<Integer>> all = Stream.iterate(0, i -> i + 1)
                .limit(8)
                .map(i -> CompletableFuture.supplyAsync(
                        () -> choose(link, CHOSEN + i, CHOSEN + i).status()))
                .toList();
        List<Integer> statuses =
                all.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals(List.of(303, 404, 404, 404, 404, 404, 404, 404), statuses);
    }

    @Test
    void aNewerLinkReplacesTheOlder() {
        String old = link();
        String newer = link();
        running.visitor().get(old).expectError(404, "not_found");
        choose(old).expectError(404, "not_found");
        choose(newer).expect(303);
    }

    @Test
    void theLinkEndsWhenItsOwnerChangesThePassword() {
        String link = link();
        String own = "the owner's new password";
        bob.form(
                        "/settings/password",
                        Map.of("current_password", Person.PASSWORD, "new_password", own, "confirm_password", own))
                .expect(303);
        running.visitor().get(link).expectError(404, "not_found");
        choose(link).expectError(404, "not_found");
        login(own).expect(303);
        assertEquals(List.of(), links());
    }

    @Test
    void theLinkStaysWhenAPasswordChangeFails() {
        String link = link();
        bob.form(
                        "/settings/password",
                        Map.of("current_password", "wrong!", "new_password", CHOSEN, "confirm_password", CHOSEN))
                .expect(403);
        choose(link).expect(303);
    }

    @Test
    void theLinkEndsWithTheAccount() {
        String link = link();
        bob.form("/settings/delete", Map.of("password", Person.PASSWORD)).expect(303);
        choose(link).expectError(404, "not_found");
        assertEquals(List.of(), links());
    }

    /** The stored links of bob. */
    private List<String> links() {
        return StoredRows.texts(running.get(), "SELECT expires_at FROM reset_links WHERE user_id = " + bob.id());
    }

    @Test
    void theLinkExpiresAfterADay() {
        String link = link();
        running.clock().pass(Duration.ofHours(24).minusMinutes(1));
        running.visitor().get(link).expect(200);
        running.clock().pass(Duration.ofMinutes(1));
        running.visitor().get(link).expectError(404, "not_found");
        choose(link).expectError(404, "not_found");
        login(Person.PASSWORD).expect(303);
    }

    @ParameterizedTest
    @CsvSource({
        "12345, 12345, password",
        "password1, password2, confirm",
        "1234567890123456789012345678901234567890123456789012345678901234567890123,"
                + "1234567890123456789012345678901234567890123456789012345678901234567890123, password"
    })
    void theRulesForPasswordsAreThoseOfRegistration(String password, String confirmation, String field) {
        String link = link();
        Answer page = choose(link, password, confirmation).expect(400);
        assertTrue(page.body().contains("id=\"" + field + "-error\""), page.body());
        choose(link).expect(303);
    }

    @Test
    void aMalformedPasswordIsRefused() {
        String link = link();
        Answer page = running.visitor()
                .post(link, "application/x-www-form-urlencoded", "password=abcdef%00&confirm_password=abcdef%00");
        assertTrue(page.expect(400).body().contains("id=\"password-error\""));
        running.visitor().post(link, "text/plain", "x").expect(415);
        choose(link).expect(303);
    }

    @Test
    void anInvalidLinkIsNotFound() {
        for (String link :
                List.of("/reset/x", "/reset/" + "a".repeat(43), "/reset/%F0%9F%98%80", "/reset/'%20OR%201=1")) {
            running.visitor().get(link).expectError(404, "not_found");
            choose(link).expectError(404, "not_found");
        }
    }

    @Test
    void theLinkDoesNotLiftASuspension() {
        String link = link();
        admin.form("/admin/users/" + bob.id() + "/suspend", Map.of()).expect(303);
        choose(link).expect(303);
        assertTrue(login(CHOSEN).expect(403).body().contains("suspended"));
    }

    @Test
    void theTokenIsNotStored() throws IOException {
        String link = link();
        String token = link.substring("/reset/".length());
        try (Stream<Path> files = Files.list(running.get().database().getParent())) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(token), file::toString);
            }
        }
        assertFalse(admin.get("/admin/audit").body().contains(token));
        assertEquals(
                List.of("strict-origin"),
                running.visitor().get(link).headers("Referrer-Policy"),
                "the Referer of the page's requests does not contain it");
        assertEquals("no-store", running.visitor().get(link).header("Cache-Control"));
    }

    @Test
    void creatingAndUsingALinkAreLogged() {
        choose(link()).expect(303);
        assertEquals(
                List.of(
                        admin.username() + " RESET_LINK_MADE " + bob.username() + " -",
                        bob.username() + " PASSWORD_RESET " + bob.username() + " -"),
                AuditEntries.about(running.get(), bob.username()));
    }
}
