package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Suspending and reinstating users, and ending their sessions. */
class SuspensionTest {
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

    private static Answer perform(Person person, String action) {
        return admin.form("/admin/users/" + person.id() + "/" + action, Map.of());
    }

    private static void suspend(Person person) {
        perform(person, "suspend").expect(303);
    }

    private static Answer login(Person person, String password) {
        return running.visitor().form("/login", Map.of("username", person.username(), "password", password));
    }

    @Test
    void suspendingAsksForConfirmation() {
        Answer page = admin.get("/admin/users/" + bob.id() + "/suspend").expect(200);
        assertTrue(page.body().contains("Suspend " + bob.username() + "?"));
        bob.get("/users").expect(200);
        Answer done = perform(bob, "suspend").expect(303);
        assertEquals("/admin/users/" + bob.id() + "?done=suspended", done.header("Location"));
        assertTrue(admin.get(done.header("Location")).body().contains("The account is suspended"));
    }

    @Test
    void suspendingLogsOutEveryDevice() {
        Person elsewhere = bob.onAnotherDevice();
        TestSocket one = bob.connect();
        TestSocket two = elsewhere.connect();
        suspend(bob);
        one.assertEnded("suspended");
        two.assertEnded("suspended");
        bob.get("/users").expectError(401, "unauthorized");
        elsewhere
                .post("/send_message", Map.of("receiver_id", admin.id(), "message_content", "hi"))
                .expect(401);
        assertEquals(401, bob.refusedUpgrade());
        assertEquals("/login", bob.get("/chat").expect(303).header("Location"));
    }

    @Test
    void theSuspensionIsShownOnlyAfterTheRightPassword() {
        suspend(bob);
        Answer refused = login(bob, Person.PASSWORD).expect(403);
        assertTrue(refused.body().contains("This account is suspended."));
        assertTrue(refused.body().contains("value=\"" + bob.username() + "\""), "the form is shown again");
        Answer wrong = login(bob, "something else").expect(401);
        assertFalse(wrong.body().contains("suspended"));
        assertTrue(wrong.body().contains("The name or the password is wrong."));
    }

    @Test
    void theNameAndMessagesOfASuspendedUserStay() {
        Person carol = running.person("carol");
        bob.say(carol, "before");
        suspend(bob);
        assertEquals(bob.username(), carol.listedUser(bob).get("username").asText());
        assertTrue(carol.get("/users?q=" + bob.username()).body().contains(bob.username()));
        carol.say(bob, "meanwhile");
        perform(bob, "reinstate").expect(303);
        bob.login(bob.username());
        assertEquals(List.of("before", "meanwhile"), bob.messagesWith(carol).findValuesAsText("message_content"));
    }

    @Test
    void reinstatingRestoresNoSession() {
        suspend(bob);
        perform(bob, "reinstate").expect(303);
        bob.get("/users").expect(401);
    }

    @Test
    void usersCanLogInAfterTheirSessionsWereEnded() {
        TestSocket socket = bob.connect();
        assertTrue(admin.get("/admin/users/" + bob.id() + "/end_sessions")
                .expect(200)
                .body()
                .contains("End all sessions of " + bob.username() + "?"));
        bob.get("/users").expect(200);
        perform(bob, "end_sessions").expect(303);
        socket.assertEnded("ended");
        bob.get("/users").expect(401);
        bob.login(bob.username()).get("/users").expect(200);
    }

    @Test
    void otherUsersAreNotAffected() {
        Person carol = running.person("carol");
        TestSocket socket = carol.connect();
        suspend(bob);
        perform(bob, "end_sessions").expect(303);
        carol.get("/users").expect(200);
        assertTrue(socket.received().isEmpty());
    }

    @Test
    void everyActionIsLoggedOnce() {
        suspend(bob);
        suspend(bob);
        perform(bob, "end_sessions").expect(303);
        perform(bob, "reinstate").expect(303);
        perform(bob, "reinstate").expect(303);
        String to = " " + bob.username() + " -";
        assertEquals(
                Stream.of("SUSPENDED", "SESSIONS_ENDED", "REINSTATED")
                        .map(action -> admin.username() + " " + action + to)
                        .toList(),
                AuditEntries.about(running.get(), bob.username()));
    }

    @Test
    void concurrentSuspensionsAreLoggedOnce() {
        List<CompletableFuture<Answer>> both = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> perform(bob, "suspend")))
                .limit(8)
                .toList();
        both.forEach(each -> each.join().expect(303));
        assertEquals(1, AuditEntries.about(running.get(), bob.username()).size());
    }

    /** A login that is checked while the suspension is stored must not leave a session. */
    @Test
    void noConcurrentLoginSurvivesASuspension() {
        List<CompletableFuture<Person>> logins = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    Person device = running.visitor();
                    device.form("/login", Map.of("username", bob.username(), "password", Person.PASSWORD));
                    return device;
                }))
                .limit(8)
                .toList();
        suspend(bob);
        for (CompletableFuture<Person> login : logins) {
            login.join().get("/users").expect(401);
        }
    }
}
