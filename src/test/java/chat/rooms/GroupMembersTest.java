package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupMembersTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;
    private Person carol;
    private long group;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
        carol = running.person("carol");
        group = alice.createGroup("group", bob);
    }

    private Answer add(Person by, Person... added) {
        List<Long> ids = Stream.of(added).map(Person::id).toList();
        return by.post("/rooms/" + group + "/members", Map.of("user_ids", ids));
    }

    private Answer remove(Person by, Person removed) {
        return by.delete("/rooms/" + group + "/members/" + removed.id());
    }

    private static String owner(Person person) {
        return person.id() + ":owner";
    }

    private static String member(Person person) {
        return person.id() + ":member";
    }

    /** The members in order, as id:role. */
    private List<String> members(Person asked) {
        List<String> members = new ArrayList<>();
        asked.get("/rooms/" + group).expect(200).json().get("members").forEach(member -> {
            members.add(
                    member.get("user_id").asLong() + ":" + member.get("role").asText());
        });
        return members;
    }

    @Test
    void anyMemberCanAddAndAllAreNotified() {
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect()) {
            long rev = alice.room(group).get("rev").asLong();
            JsonNode answer = add(bob, carol).expect(200).json();
            assertEquals(3, answer.get("members").size());
            assertTrue(answer.at("/room/rev").asLong() > rev, "membership is a change of the room");
            for (TestSocket socket : List.of(toAlice, toBob, toCarol)) {
                assertEquals(answer.at("/room/rev"), socket.await("room").at("/room/rev"));
            }
            alice.sayInRoom(group, "welcome");
            assertEquals(
                    "welcome",
                    toCarol.await("new_message").at("/message/message_content").asText());
        }
    }

    @Test
    void aNewMemberSeesTheHistoryAsRead() {
        alice.sayInRoom(group, "one");
        bob.sayInRoom(group, "two");
        add(alice, carol).expect(200);
        assertEquals(2, carol.messagesIn(group).size());
        JsonNode room = carol.room(group);
        assertEquals(2, room.get("read_seq").asLong());
        assertEquals(0, room.get("unread_count").asLong());
        JsonNode changes = carol.get("/rooms/" + group + "/changes?after=0").json();
        assertEquals(2, changes.get("messages").size());
        assertEquals(2, alice.room(group).get("all_read_seq").asLong(), "bob read by sending, carol by joining");
    }

    @Test
    void addingAMemberAgainChangesNothing() {
        long rev = alice.room(group).get("rev").asLong();
        add(alice, bob, alice).expect(200);
        assertEquals(rev, alice.room(group).get("rev").asLong());
        assertEquals(List.of(owner(alice), member(bob)), members(alice));
    }

    @Test
    void aRequestWithoutAChangeSendsNoEvent() {
        Person dave = running.person("dave");
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect()) {
            long rev = add(bob).expect(200).json().at("/room/rev").asLong();
            add(bob, alice, bob).expect(200);
            remove(alice, carol).expectError(404, "not_found");
            add(bob, dave).expect(200);
            for (TestSocket socket : List.of(toAlice, toBob)) {
                assertEquals(rev + 1, socket.await("room").at("/room/rev").asLong());
                assertTrue(socket.received("room").isEmpty());
            }
        }
    }

    @Test
    void eachMemberReceivesTheirOwnViewOfTheGroup() {
        add(alice, carol);
        alice.sayInRoom(group, "one");
        bob.sayInRoom(group, "two");
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect()) {
            add(alice, running.person("dave"), running.person("erin")).expect(200);
            assertEquals(alice.room(group), toAlice.await("room").get("room"));
            assertEquals(bob.room(group), toBob.await("room").get("room"));
            assertEquals(carol.room(group), toCarol.await("room").get("room"));
            assertEquals(2, carol.room(group).get("unread_count").asLong());
        }
    }

    @Test
    void theOldestMemberOwnsTheGroupOfADeletedUser() {
        add(alice, carol);
        long alone = alice.createGroup("alone");
        long others = bob.createGroup("others", alice, carol);
        long second = alice.createGroup("second", carol);
        alice.form("/settings/delete", Map.of("password", Person.PASSWORD)).expect(303);
        assertEquals(List.of(owner(bob), member(carol)), members(carol));
        group = others;
        assertEquals(List.of(owner(bob), member(carol)), members(carol));
        group = second;
        assertEquals(List.of(owner(carol)), members(carol));
        assertEquals(2, carol.room(second).get("rev").asLong(), "leaving is a change of the room");
        assertEquals(
                0,
                StoredRows.number(
                        running.get(), "SELECT count(*) FROM memberships WHERE removed = 0 AND room_id = " + alone));
    }

    @Test
    void invalidUsersCannotBeAdded() {
        String path = "/rooms/" + group + "/members";
        alice.post(path, Map.of("user_ids", List.of(carol.id(), 9_999_999))).expectError(404, "not_found", "user_ids");
        alice.post(path, Map.of()).expectError(400, "bad_request", "user_ids");
        alice.post(path, Map.of("user_ids", List.of("1"))).expectError(400, "bad_request", "user_ids");
        assertEquals(2, members(alice).size());
    }

    @Test
    void onlyTheOwnerCanRemoveMembers() {
        add(alice, carol);
        remove(bob, carol).expectError(403, "forbidden");
        remove(bob, alice).expectError(403, "forbidden");
        remove(alice, carol).expect(204);
        remove(alice, carol).expectError(404, "not_found");
        assertEquals(List.of(owner(alice), member(bob)), members(bob));
    }

    @Test
    void aRemovedMemberReceivesNothingMore() {
        add(alice, carol);
        alice.sayInRoom(group, "before");
        try (TestSocket toCarol = carol.connect();
                TestSocket toBob = bob.connect();
                TestSocket toAlice = alice.connect()) {
            toBob.send("mark_read", Map.of("room_id", group, "seq", 1)).await("messages_read");
            remove(alice, carol).expect(204);
            assertEquals(group, toCarol.await("room_removed").get("room_id").asLong());
            toBob.await("room");
            toCarol.received();

            toAlice.sayInRoom(group, "after", "c-1").await("message_sent");
            toAlice.send("typing", Map.of("room_id", group));
            toBob.await("new_message");
            toBob.await("typing");
            toBob.send("mark_read", Map.of("room_id", group, "seq", 2));
            toAlice.await("messages_read", event -> event.get("seq").asLong() == 2);
            add(alice, running.person("dave")).expect(200);
            toBob.await("room");
            assertEquals(List.of(), toCarol.received());

            toCarol.sayInRoom(group, "still here?", "c-2").awaitError("not_found");
            toCarol.send("typing", Map.of("room_id", group)).awaitError("not_found");
            toCarol.send("mark_read", Map.of("room_id", group, "seq", 1)).awaitError("not_found");
            assertTrue(toBob.received("typing").isEmpty());
            alice.say(carol, "the socket is open");
            toCarol.await("new_message");
        }
        assertEquals(1, carol.get("/rooms").json().get("rooms").size(), "only the conversation with alice");
    }

    @Test
    void aRoomDoesNotExistForOutsiders() {
        add(alice, carol);
        remove(carol, carol).expect(204);
        for (Person outsider : List.of(carol, running.person("stranger"))) {
            outsider.get("/rooms/" + group).expectError(404, "not_found");
            outsider.get("/rooms/" + group + "/messages").expectError(404, "not_found");
            outsider.get("/rooms/" + group + "/changes?after=0").expectError(404, "not_found");
            outsider.post("/rooms/" + group + "/messages", Map.of("message_content", "x"))
                    .expectError(404, "not_found");
            outsider.post("/send_message", Map.of("room_id", group, "message_content", "x"))
                    .expectError(404, "not_found");
            add(outsider, outsider).expectError(404, "not_found");
            remove(outsider, bob).expectError(404, "not_found");
            remove(outsider, outsider).expectError(404, "not_found");
        }
    }

    @Test
    void theOldestMemberBecomesOwnerWhenTheOwnerLeaves() {
        add(alice, carol);
        Person dave = running.person("dave");
        add(bob, dave);
        remove(alice, alice).expect(204);
        assertEquals(List.of(owner(bob), member(carol), member(dave)), members(dave));
        remove(bob, bob).expect(204);
        assertEquals(List.of(owner(carol), member(dave)), members(dave));
        remove(carol, dave).expect(204);
    }

    @Test
    void aReturningMemberIsTheNewest() {
        add(alice, carol);
        remove(alice, bob).expect(204);
        add(alice, bob).expect(200);
        remove(alice, alice).expect(204);
        assertEquals(List.of(owner(carol), member(bob)), members(bob));
    }

    @Test
    void aReturningOwnerIsAMember() {
        remove(alice, alice).expect(204);
        add(bob, alice).expect(200);
        assertEquals(List.of(owner(bob), member(alice)), members(alice));
    }

    @Test
    void theLastMemberMayLeave() {
        remove(alice, bob).expect(204);
        remove(alice, alice).expect(204);
        alice.get("/rooms/" + group).expectError(404, "not_found");
    }

    @Test
    void aReturningMemberHasReadEverything() {
        remove(bob, bob).expect(204);
        alice.sayInRoom(group, "meanwhile");
        add(alice, bob).expect(200);
        assertEquals(0, bob.room(group).get("unread_count").asLong());
        assertEquals(1, bob.messagesIn(group).size());
    }

    @Test
    void membersOfADirectConversationCannotChange() {
        long direct = alice.say(bob, "hi").get("room_id").asLong();
        alice.post("/rooms/" + direct + "/members", Map.of("user_ids", List.of(carol.id())))
                .expectError(400, "bad_request");
        alice.delete("/rooms/" + direct + "/members/" + bob.id()).expectError(400, "bad_request");
        alice.delete("/rooms/" + direct + "/members/" + alice.id()).expectError(400, "bad_request");
        assertEquals(
                2,
                alice.get("/rooms/" + direct).expect(200).json().get("members").size());
    }

    @Test
    void leavingRaisesTheLowestMark() {
        add(alice, carol);
        alice.sayInRoom(group, "one");
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect()) {
            toBob.send("mark_read", Map.of("room_id", group, "seq", 1)).await("messages_read");
            remove(carol, carol).expect(204);
            toAlice.await("messages_read", event -> event.get("seq").asLong() == 1);
        }
        assertTrue(alice.messagesIn(group).get(0).get("is_read").booleanValue());
    }
}
