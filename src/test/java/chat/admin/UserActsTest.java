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

/** Suspending, lifting it, and ending sessions. */
class UserActsTest {
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

    private static Answer act(Person person, String act) {
        return admin.form("/admin/users/" + person.id() + "/" + act, Map.of());
    }

    private static void suspend(Person person) {
        act(person, "suspend").expect(303);
    }

    private static Answer login(Person person, String password) {
        return running.visitor().form("/login", Map.of("username", person.username(), "password", password));
    }

    @Test
    void suspendingIsAskedForFirst() {
        Answer page = admin.get("/admin/users/" + bob.id() + "/suspend").expect(200);
        assertTrue(page.body().contains("Suspend " + bob.username() + "?"));
        bob.get("/users").expect(200);
        Answer done = act(bob, "suspend").expect(303);
        assertEquals("/admin/users/" + bob.id() + "?done=suspended", done.header("Location"));
        assertTrue(admin.get(done.header("Location")).body().contains("The account is suspended"));
    }

    @Test
    void whoIsSuspendedIsLoggedOutEverywhereAtOnce() {
        Person elsewhere = bob.onAnotherDevice();
        TestSocket one = bob.connect();
        TestSocket two = elsewhere.connect();
        suspend(bob);
        one.assertEnded();
        two.assertEnded();
        bob.get("/users").expectError(401, "unauthorized");
        elsewhere
                .post("/send_message", Map.of("receiver_id", admin.id(), "message_content", "hi"))
                .expect(401);
        assertEquals(401, bob.refusedUpgrade());
        assertEquals("/login", bob.get("/chat").expect(303).header("Location"));
    }

    @Test
    void onlyTheRightPasswordIsToldOfTheSuspension() {
        suspend(bob);
        Answer refused = login(bob, Person.PASSWORD).expect(403);
        assertTrue(refused.body().contains("This account is suspended."));
        assertTrue(refused.body().contains("value=\"" + bob.username() + "\""), "the form again");
        Answer wrong = login(bob, "something else").expect(401);
        assertFalse(wrong.body().contains("suspended"));
        assertTrue(wrong.body().contains("The name or the password is wrong."));
    }

    @Test
    void theirNameTheirMessagesAndNewOnesToThemStay() {
        Person carol = running.person("carol");
        bob.say(carol, "before");
        suspend(bob);
        assertEquals(bob.username(), carol.listedUser(bob).get("username").asText());
        assertTrue(carol.get("/users?q=" + bob.username()).body().contains(bob.username()));
        carol.say(bob, "meanwhile");
        act(bob, "reinstate").expect(303);
        bob.login(bob.username());
        assertEquals(List.of("before", "meanwhile"), bob.messagesWith(carol).findValuesAsText("message_content"));
    }

    @Test
    void aSessionFromBeforeTheSuspensionStaysEnded() {
        suspend(bob);
        act(bob, "reinstate").expect(303);
        bob.get("/users").expect(401);
    }

    @Test
    void endingSessionsLetsThemLogInAgain() {
        TestSocket socket = bob.connect();
        assertTrue(admin.get("/admin/users/" + bob.id() + "/end_sessions")
                .expect(200)
                .body()
                .contains("End all sessions of " + bob.username() + "?"));
        bob.get("/users").expect(200);
        act(bob, "end_sessions").expect(303);
        socket.assertEnded();
        bob.get("/users").expect(401);
        bob.login(bob.username()).get("/users").expect(200);
    }

    @Test
    void othersNoticeNothing() {
        Person carol = running.person("carol");
        TestSocket socket = carol.connect();
        suspend(bob);
        act(bob, "end_sessions").expect(303);
        carol.get("/users").expect(200);
        assertTrue(socket.received().isEmpty());
    }

    @Test
    void everyActIsInTheLogOnce() {
        suspend(bob);
        suspend(bob);
        act(bob, "end_sessions").expect(303);
        act(bob, "reinstate").expect(303);
        act(bob, "reinstate").expect(303);
        String to = " " + bob.username() + " -";
        assertEquals(
                Stream.of("SUSPENDED", "SESSIONS_ENDED", "REINSTATED")
                        .map(act -> admin.username() + " " + act + to)
                        .toList(),
                Log.about(running.get(), bob.username()));
    }

    @Test
    void twoSuspensionsAtOnceAreOne() {
        List<CompletableFuture<Answer>> both = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> act(bob, "suspend")))
                .limit(8)
                .toList();
        both.forEach(each -> each.join().expect(303));
        assertEquals(1, Log.about(running.get(), bob.username()).size());
    }

    /** A login that was being checked while the suspension was written must not leave a way in. */
    @Test
    void noLoginSlipsPastASuspension() {
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
