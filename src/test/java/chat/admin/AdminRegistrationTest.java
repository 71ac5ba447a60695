package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.app.TestServer;
import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration that is open, by invitation only, or closed. */
class AdminRegistrationTest {
    private static final Pattern LINK =
            Pattern.compile("value=\"http://[0-9.:]+(/register\\?invite=([A-Za-z0-9_-]{43}))\"");

    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person admin;

    @BeforeEach
    void registerAdmin() {
        admin = running.person("admin");
    }

    private void mode(String mode) {
        assertEquals(
                "/admin/registration?done=registration",
                admin.form("/admin/registration", Map.of("mode", mode))
                        .expect(303)
                        .header("Location"));
    }

    /** The token of a new invitation. */
    private String invite(String uses, String days) {
        String page = admin.formAndFollow("/admin/invites", Map.of("uses", uses, "days", days))
                .expect(200)
                .body();
        Matcher link = LINK.matcher(page);
        assertTrue(link.find(), page);
        return link.group(2);
    }

    private Answer register(String name, String invite) {
        Map<String, String> form = new HashMap<>(
                Map.of("username", name, "password", Person.PASSWORD, "confirm_password", Person.PASSWORD));
        if (invite != null) {
            form.put("invite", invite);
        }
        return running.visitor().form("/register", form);
    }

    private void assertRefused(Answer answer, String why) {
        String page = answer.expect(403).body();
        assertTrue(page.contains(why), page);
        assertTrue(page.contains("href=\"/login\""), "the login is linked");
        assertFalse(page.contains("<form"), "no form is shown");
    }

    private String page(String invite) {
        return running.visitor()
                .get("/register" + (invite == null ? "" : "?invite=" + invite))
                .expect(200)
                .body();
    }

    @Test
    void aReloadNeitherRepeatsTheFormNorShowsTheLinkAgain() {
        String address = admin.form("/admin/invites", Map.of("uses", "1", "days", "7"))
                .expect(303)
                .header("Location");
        assertTrue(LINK.matcher(admin.get(address).expect(200).body()).find());
        String again = admin.get(address).expect(200).body();
        assertFalse(LINK.matcher(again).find(), again);
        assertTrue(again.contains("The link was shown once"), again);
        assertEquals(1, StoredRows.number(running.get(), "SELECT count(*) FROM invites"));
    }

    @Test
    void registrationIsOpenUntilItIsClosed() {
        register("bob", null).expect(303);
        mode("CLOSED");
        assertTrue(page(null).contains("Registration is closed"));
        assertFalse(running.visitor().get("/login").body().contains("Register here"));
        assertFalse(page(null).contains("<form"));
        assertRefused(register("carol", null), "Registration is closed");
        assertRefused(register("bob", null), "Registration is closed");
        new Person(running.get()).login("bob");
        mode("OPEN");
        register("carol", null).expect(303);
    }

    @Test
    void registrationStaysClosedAfterARestart() {
        mode("CLOSED");
        running.get().restart();
        assertRefused(register("carol", null), "Registration is closed");
        assertTrue(admin.get("/admin/registration").body().contains("value=\"CLOSED\" checked"));
    }

    @Test
    void invitationsDoNotWorkWhileRegistrationIsClosed() {
        String invite = invite("", "");
        mode("CLOSED");
        assertTrue(page(invite).contains("Registration is closed"));
        assertRefused(register("carol", invite), "Registration is closed");
    }

    @Test
    void anInvitationIsNeededIfConfigured() {
        mode("INVITE");
        assertTrue(page(null).contains("by invitation"));
        assertRefused(register("carol", null), "by invitation");
        assertRefused(register("carol", ""), "by invitation");
        assertRefused(register("carol", "a".repeat(43)), "no longer works");
        assertRefused(register("carol", "' OR 1=1 --"), "no longer works");
        String invite = invite("2", "7");
        assertTrue(page(invite).contains("name=\"invite\" value=\"" + invite + "\""));
        register("carol", invite).expect(303);
        register("dave", invite).expect(303);
        assertTrue(page(invite).contains("no longer works"));
        assertRefused(register("erin", invite), "no longer works");
    }

    @Test
    void theInvitationIsKeptAfterAFormError() {
        mode("INVITE");
        String invite = invite("1", "");
        for (Answer again : List.of(register("x", invite), register(admin.username(), invite))) {
            assertTrue(again.status() == 400 || again.status() == 409);
            assertTrue(again.body().contains("name=\"invite\" value=\"" + invite + "\""), again.body());
            assertEquals(List.of("strict-origin"), again.headers("Referrer-Policy"));
        }
        register("carol", invite).expect(303);
    }

    @Test
    void concurrentRegistrationsDoNotExceedAnInvitation() {
        mode("INVITE");
        String invite = invite("3", "");
        List<CompletableFuture<Integer>> all = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> register("racer" + i, invite).status()))
                .toList();
        List<Integer> statuses =
                all.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals(3, statuses.stream().filter(status -> status == 303).count(), statuses::toString);
        assertEquals(9, statuses.stream().filter(status -> status == 403).count(), statuses::toString);
        assertEquals(3, StoredRows.number(running.get(), "SELECT uses FROM invites"));
        assertEquals(4, StoredRows.number(running.get(), "SELECT count(*) FROM users"));
    }

    @Test
    void anInvitationExpires() {
        mode("INVITE");
        String invite = invite("", "2");
        running.clock().pass(Duration.ofDays(2).minusMinutes(1));
        register("carol", invite).expect(303);
        running.clock().pass(Duration.ofMinutes(1));
        assertRefused(register("dave", invite), "no longer works");
        assertTrue(admin.get("/admin/registration").body().contains(">expired<"));
    }

    @Test
    void aRevokedInvitationDoesNotWork() {
        mode("INVITE");
        String invite = invite("", "");
        register("carol", invite).expect(303);
        assertTrue(admin.get("/admin/registration").body().contains("href=\"/admin/invites/1/revoke\""));
        assertTrue(admin.get("/admin/invites/1/revoke").expect(200).body().contains("Revoke invitation no. 1?"));
        register("dave", invite).expect(303);
        admin.form("/admin/invites/1/revoke", Map.of()).expect(303);
        assertRefused(register("erin", invite), "no longer works");
        assertFalse(admin.get("/admin/registration").body().contains("href=\"/admin/invites/1/revoke\""));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, uses",
        "-1, 7, uses",
        "10001, 7, uses",
        "x, 7, uses",
        "1.5, 7, uses",
        "1, 0, days",
        "1, 366, days"
    })
    void anInvalidLimitIsReportedAtItsField(String uses, String days, String field) {
        String page = admin.form("/admin/invites", Map.of("uses", uses, "days", days))
                .expect(400)
                .body();
        assertTrue(page.contains("<p class=\"field-error\" id=\"" + field + "-error\">"), page);
        assertTrue(page.contains("value=\"" + uses + "\"") && page.contains("value=\"" + days + "\""), "kept");
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM invites"));
    }

    @Test
    void anInvalidModeIsRefused() {
        for (Map<String, String> form : List.of(Map.of("mode", "AJAR"), Map.<String, String>of())) {
            admin.form("/admin/registration", form).expectError(400, "bad_request", "mode");
        }
        admin.post("/admin/registration", "text/plain", "mode=CLOSED").expectError(415, "unsupported_media_type");
        assertEquals(
                0, StoredRows.number(running.get(), "SELECT count(*) FROM audit_log WHERE action = 'REGISTRATION'"));
    }

    @Test
    void theFirstAccountCanAlwaysRegister(@TempDir Path folder) throws SQLException {
        TestServer before = TestServer.start(folder);
        before.stop();
        try (Connection connection = before.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO settings VALUES ('registration', 'CLOSED')");
        }
        try (TestServer server = TestServer.start(folder)) {
            assertTrue(server.visitor().get("/register").expect(200).body().contains("<form"));
            server.register("first");
            assertTrue(server.visitor().get("/register").body().contains("Registration is closed"));
        }
    }

    @Test
    void theTokenIsNotStored() throws IOException {
        String invite = invite("", "");
        try (Stream<Path> files = Files.list(running.get().database().getParent())) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(invite), file::toString);
            }
        }
        assertFalse(admin.get("/admin/audit").body().contains(invite));
        assertFalse(admin.get("/admin/registration").body().contains(invite));
    }

    @Test
    void everyActionIsLoggedOnce() {
        mode("INVITE");
        mode("INVITE");
        invite("5", "1");
        invite("", "");
        admin.form("/admin/invites/1/revoke", Map.of()).expect(303);
        admin.form("/admin/invites/1/revoke", Map.of()).expect(303);
        String who = admin.username();
        assertEquals(
                List.of(
                        who + " REGISTRATION - by invitation",
                        who + " INVITED - no. 1: 5 accounts, within a day",
                        who + " INVITED - no. 2: any number of accounts, without expiry",
                        who + " INVITE_REVOKED - no. 1"),
                AuditEntries.of(running.get()).stream()
                        .filter(line -> line.startsWith(who))
                        .toList());
    }

    @Test
    void theInvitationsArePaged() {
        for (int i = 0; i < AdminPages.ROWS + 1; i++) {
            invite("1", "");
        }
        String newest = admin.get("/admin/registration").expect(200).body();
        assertTrue(newest.contains("<th scope=\"row\">51</th>") && newest.contains("<th scope=\"row\">2</th>"));
        assertFalse(newest.contains("<th scope=\"row\">1</th>"));
        assertTrue(newest.contains("href=\"/admin/registration?before=2\""));
        String older = admin.get("/admin/registration?before=2").expect(200).body();
        assertTrue(older.contains("<th scope=\"row\">1</th>") && !older.contains("<th scope=\"row\">2</th>"));
        admin.get("/admin/registration?before=x").expectError(400, "bad_request", "before");
    }
}
