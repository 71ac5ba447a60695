package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteringTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Answer register(String username, String password, String confirmation) {
        return running.visitor()
                .form(
                        "/register",
                        Map.of("username", username, "password", password, "confirm_password", confirmation));
    }

    private static Answer register(String username, String password) {
        return register(username, password, password);
    }

    private static void assertFieldError(Answer page, int status, String field) {
        page.expect(status);
        assertTrue(page.header("Content-Type").startsWith("text/html"));
        assertTrue(page.body().contains("name=\"confirm_password\""), "the form is shown again");
        for (String each : List.of("username", "password", "confirm_password")) {
            String id = each.equals("confirm_password") ? "confirm" : each;
            assertEquals(each.equals(field), page.body().contains("id=\"" + id + "-error\""), each);
        }
    }

    private static void assertKept(Answer page, String username) {
        assertTrue(page.body().contains("value=\"" + username + "\""), "the username is kept");
    }

    @Test
    void thePageHasTheThreeFields() {
        Answer page = running.visitor().get("/register").expect(200);
        assertTrue(page.header("Content-Type").startsWith("text/html"));
        for (String label : List.of("Username", "Password", "Confirm password")) {
            assertTrue(page.body().contains(label), label);
        }
    }

    @Test
    void registeringLogsIn() {
        Person visitor = running.visitor();
        String name = running.uniqueName("alice");
        Answer answer =
                visitor.form("/register", Map.of("username", name, "password", "secret", "confirm_password", "secret"));
        answer.expect(303);
        assertEquals("/chat", answer.header("Location"));
        assertTrue(visitor.get("/chat").expect(200).body().contains(name));
    }

    @ParameterizedTest
    @CsvSource({
        "/rooms, /rooms",
        "/chat#/u/1, /chat#/u/1",
        "//evil.example, /chat",
        "https://evil.example, /chat",
        "/\\evil.example, /chat",
        "javascript:alert(1), /chat"
    })
    void registeringLeadsToALocalPathOnly(String next, String location) {
        Map<String, String> form = new HashMap<>(Map.of("password", "secret", "confirm_password", "secret"));
        form.put("next", next);
        form.put("username", "a");
        String refused = running.visitor().form("/register", form).expect(400).body();
        assertEquals(!location.equals("/chat"), refused.contains("name=\"next\" value=\"" + next + "\""), refused);
        form.put("username", running.uniqueName("alice"));
        assertEquals(
                location, running.visitor().form("/register", form).expect(303).header("Location"));
    }

    @Test
    void loggedInUsersAreRedirectedToTheChat() {
        Answer answer = running.person("alice").get("/register").expect(303);
        assertEquals("/chat", answer.header("Location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "a234567890123456789012345678901234",
                "with space",
                "naïve",
                "al/ice",
                "a\tb c",
                "аlice"
            })
    void anInvalidNameIsReportedAtItsField(String name) {
        Answer page = register(name, "password123");
        assertFieldError(page, 400, "username");
        assertKept(page, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "A.b_c-9", "a2345678901234567890123456789012"})
    void documentedNamesAreAccepted(String name) {
        register(name, "password123").expect(303);
    }

    @Test
    void inputIsEscaped() {
        Answer page = register("\"><script>alert(1)</script>", "password123").expect(400);
        assertFalse(page.body().contains("<script>alert"));
    }

    @Test
    void namesAreUniqueIgnoringCase() {
        String name = running.uniqueName("Alice");
        register(name, "password123").expect(303);
        String again = name.toUpperCase(java.util.Locale.ROOT);
        Answer page = register(again, "password456");
        assertFieldError(page, 409, "username");
        assertKept(page, again);
    }

    @Test
    void concurrentRegistrationsOfOneNameSucceedOnce() {
        String name = running.uniqueName("rush");
        List<CompletableFuture<Integer>> statuses = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> register(name, "password123").status()))
                .toList();
        List<Integer> found =
                statuses.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals(1, found.stream().filter(status -> status == 303).count(), found::toString);
        assertEquals(11, found.stream().filter(status -> status == 409).count(), found::toString);
    }

    @Test
    void aPasswordHasAtLeastSixCharacters() {
        Answer page = register("alice", "12345");
        assertFieldError(page, 400, "password");
        assertKept(page, "alice");
        register(running.uniqueName("alice"), "123456").expect(303);
    }

    @Test
    void theLengthOfPasswordsIsCountedInCodePoints() {
        assertFieldError(register("alice", "😀😀😀😀😀"), 400, "password");
        register(running.uniqueName("alice"), "😀😀😀😀😀😀").expect(303);
    }

    @Test
    void aPasswordHasAtMostSeventyTwoBytes() {
        assertFieldError(register("alice", "x".repeat(73)), 400, "password");
        assertFieldError(register("alice", "ä".repeat(37)), 400, "password");
        register(running.uniqueName("alice"), "x".repeat(72)).expect(303);
        register(running.uniqueName("alice"), "ä".repeat(36)).expect(303);
    }

    @Test
    void passwordsAreNotTruncated() {
        String name = running.uniqueName("alice");
        register(name, "ä".repeat(35) + "xy").expect(303);
        Person visitor = running.visitor();
        visitor.form("/login", Map.of("username", name, "password", "ä".repeat(35) + "xz"))
                .expect(401);
        visitor.form("/login", Map.of("username", name, "password", "ä".repeat(35) + "xyz"))
                .expect(401);
        visitor.form("/login", Map.of("username", name, "password", "ä".repeat(35) + "xy"))
                .expect(303);
    }

    @Test
    void aNulInAPasswordIsReportedAndTheNameKept() {
        Answer page = running.visitor()
                .post("/register", FORM, "username=alice&password=abcdef%00gh&confirm_password=abcdef%00gh");
        assertFieldError(page, 400, "password");
        assertKept(page, "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ED%A0%80", "%ED%B0%80", "%FF", "%C0%80", "%zz", "%", "%e2%82"})
    void aMalformedPasswordIsRefused(String encoded) {
        String password = "abcdef" + encoded;
        Answer page = running.visitor()
                .post(
                        "/register",
                        FORM,
                        "username=" + running.uniqueName("bytes") + "&password=" + password + "&confirm_password="
                                + password);
        page.expect(400);
        assertTrue(page.body().contains("name=\"confirm_password\""), "the form is shown again");
    }

    @Test
    void aDifferentConfirmationIsReported() {
        Answer page = register("alice", "password123", "password124");
        assertFieldError(page, 400, "confirm_password");
        assertKept(page, "alice");
    }

    @Test
    void missingFieldsAreReported() {
        running.visitor().post("/register", FORM, "").expect(400);
        running.visitor().post("/register", FORM, "&&=&=x").expect(400);
    }

    @Test
    void passwordsAreStoredAsBcrypt() {
        Person alice = running.person("alice");
        String hash = StoredRows.texts(running.get(), "SELECT password_hash FROM users WHERE id = " + alice.id())
                .get(0);
        assertTrue(hash.startsWith("$2a$04$"), hash);
    }
}
