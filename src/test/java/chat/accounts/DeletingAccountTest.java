package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletingAccountTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    private static Answer delete(Person person) {
        return person.form("/settings/delete", Map.of("password", Person.PASSWORD));
    }

    @Test
    void thePasswordIsRequiredAgain() {
        Person bob = running.person("bob");
        Answer page = bob.form("/settings/delete", Map.of("password", "wrong password"))
                .expect(403);
        assertTrue(page.body().contains("id=\"password-error\""), page::body);
        bob.post("/settings/delete", Map.of("password", "wrong password")).expectError(403, "forbidden", "password");
        bob.post("/settings/delete", Map.of()).expectError(400, "bad_request", "password");
        bob.form("/settings/delete", Map.of()).expect(400);
        bob.post("/settings/delete", "text/plain", "").expect(415);
        bob.fetch("POST", "/settings/delete", "", "Origin", "https://evil.example")
                .expect(403);
        bob.get("/users").expect(200);
    }

    @Test
    void sessionsAndSocketsEndAtOnce() {
        Person bob = running.person("bob");
        Person phone = bob.onAnotherDevice();
        try (TestSocket own = bob.connect();
                TestSocket other = phone.connect()) {
            Answer answer = delete(bob).expect(303);
            assertEquals("/login?done=account_deleted", answer.header("Location"));
            assertTrue(answer.header("Set-Cookie").contains("Expires=Thu, 01 Jan 1970"));
            own.assertEnded("ended");
            other.assertEnded("ended");
        }
        phone.get("/users").expect(401);
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM sessions WHERE user_id = " + bob.id()));
        running.visitor()
                .form("/login", Map.of("username", bob.username(), "password", Person.PASSWORD))
                .expect(401);
    }

    @Test
    void theNameCannotBeRegisteredAgain() {
        Person bob = running.person("bob");
        delete(bob).expect(303);
        for (String name : List.of(bob.username(), bob.username().toUpperCase(java.util.Locale.ROOT))) {
            running.visitor()
                    .form("/register", Map.of("username", name, "password", "secret", "confirm_password", "secret"))
                    .expect(409);
        }
        running.visitor()
                .form("/login", Map.of("username", "Deleted user", "password", ""))
                .expect(400);
    }

    @Test
    void theMessagesStayAndCannotBeAnswered() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        Person carol = running.person("carol");
        JsonNode message = bob.say(alice, "Hello");
        alice.send(bob, "Hi", "known-id").expect(201);
        long room = message.get("room_id").asLong();
        delete(bob).expect(303);

        JsonNode page = alice.messagesWith(bob);
        assertEquals(List.of("Hello", "Hi"), page.findValuesAsText("message_content"));
        assertEquals("Deleted user", alice.room(room).get("name").asText());
        assertEquals("Deleted user", alice.listedUser(bob).get("username").asText());
        assertTrue(alice.listedUser(bob).get("deleted").asBoolean());
        assertFalse(alice.listedUser(bob).get("online").asBoolean());
        assertFalse(alice.listedUser(carol).has("deleted"));
        assertEquals(
                "Deleted user", alice.get("/rooms").json().at("/rooms/0/name").asText());
        for (String list : List.of("/users", "/online_users", "/users?q=bob", "/users?q=deleted")) {
            assertFalse(
                    alice.get(list).expect(200).json().findValuesAsText("id").contains(String.valueOf(bob.id())), list);
        }

        alice.send(bob, "Are you there?", "new-id").expectError(404, "not_found", "receiver_id");
        alice.post("/rooms/" + room + "/messages", Map.of("message_content", "Are you there?"))
                .expectError(404, "not_found", "room_id");
        carol.send(bob, "Hello", "first-id").expectError(404, "not_found", "receiver_id");
        carol.get("/messages/" + bob.id()).expectError(404, "not_found");
        alice.post("/rooms", Map.of("name", "Group", "user_ids", List.of(bob.id())))
                .expect(404);
        alice.send(bob, "Hi", "known-id").expect(200);
        try (TestSocket socket = alice.connect()) {
            socket.say(bob, "Are you there?", "by-socket").awaitError("not_found");
        }
        assertEquals(2, alice.messagesWith(bob).size());
        assertEquals(
                2,
                alice.get("/rooms/" + room + "/changes?after=0")
                        .json()
                        .get("messages")
                        .size());
    }

    @Test
    void aDeletedUserLeavesTheirGroupsAndTheOldestMemberBecomesOwner() {
        Person bob = running.person("bob");
        Person alice = running.person("alice");
        Person carol = running.person("carol");
        long group = bob.createGroup("Sailing", alice);
        bob.post("/rooms/" + group + "/members", Map.of("user_ids", List.of(carol.id())))
                .expect(200);
        bob.sayInRoom(group, "Sunday?");
        long rev = alice.room(group).get("rev").asLong();
        try (TestSocket socket = alice.connect()) {
            delete(bob).expect(303);
            JsonNode event = socket.await("room").get("room");
            assertEquals(group, event.get("id").asLong());
            assertEquals(rev + 1, event.get("rev").asLong());
        }
        JsonNode members = carol.get("/rooms/" + group).expect(200).json().get("members");
        assertEquals(List.of(alice.username(), carol.username()), members.findValuesAsText("username"));
        assertEquals(List.of("owner", "member"), members.findValuesAsText("role"));
        carol.sayInRoom(group, "Yes");
        assertEquals(2, carol.messagesIn(group).size());
    }

    @Test
    void currentAndLaterWatchersReceiveTheDeletion() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        try (TestSocket socket = alice.connect()) {
            socket.send("watch", Map.of("user_ids", List.of(bob.id())));
            assertTrue(socket.await("presence").at("/users/0/online").asBoolean());
            delete(bob).expect(303);
            JsonNode state =
                    socket.await("presence", data -> data.at("/users/0").has("deleted"));
            assertFalse(state.at("/users/0/online").asBoolean());
            socket.send("watch", Map.of("user_ids", List.of(bob.id())));
            assertTrue(socket.await("presence").at("/users/0/deleted").asBoolean());
        }
        assertFalse(alice.get("/online_users").json().findValuesAsText("id").contains(String.valueOf(bob.id())));
    }
}
