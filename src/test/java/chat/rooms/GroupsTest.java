package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupsTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private Answer create(Object name, Object userIds) {
        return alice.post("/rooms", Map.of("name", name, "user_ids", userIds));
    }

    private static int rooms(Person person) {
        return person.get("/rooms").json().get("rooms").size();
    }

    @Test
    void aGroupIsCreatedAndItsMembersAreNotified() {
        Person carol = running.person("carol");
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect()) {
            JsonNode room =
                    create("Friends", List.of(bob.id())).expect(201).json().get("room");
            assertEquals("group", room.get("kind").asText());
            assertEquals("Friends", room.get("name").asText());
            assertTrue(room.get("user_id").isNull());
            assertTrue(room.get("last_message").isNull());
            for (String field : List.of("last_seq", "read_seq", "all_read_seq", "unread_count")) {
                assertEquals(0, room.get(field).asLong(), field);
            }
            assertTrue(room.get("rev").asLong() > 0);
            assertEquals(room, toAlice.await("room").get("room"));
            assertEquals(room, toBob.await("room").get("room"));
            assertEquals(room, bob.get("/rooms").json().at("/rooms/0"));
            assertTrue(toCarol.received("room").isEmpty());
        }
    }

    @Test
    void theCreatorIsTheOwner() {
        long group = alice.createGroup("group", bob);
        JsonNode members = bob.get("/rooms/" + group).expect(200).json().get("members");
        assertEquals(2, members.size());
        assertEquals(alice.id(), members.at("/0/user_id").asLong());
        assertEquals(alice.username(), members.at("/0/username").asText());
        assertEquals("owner", members.at("/0/role").asText());
        assertEquals("member", members.at("/1/role").asText());
        assertEquals(0, members.at("/1/read_seq").asLong());
    }

    @Test
    void duplicateMembersAndTheCreatorAreIgnored() {
        Answer answer = create("group", List.of(bob.id(), alice.id(), bob.id())).expect(201);
        long group = answer.json().at("/room/id").asLong();
        assertEquals(2, alice.get("/rooms/" + group).json().get("members").size());
    }

    @Test
    void aGroupMayHaveOneMember() {
        create("notes", List.of()).expect(201);
    }

    @Test
    void aRetryReturnsTheFirstGroup() {
        Map<String, ?> body = Map.of("name", "group", "user_ids", List.of(bob.id()), "client_id", "g-1");
        JsonNode first = alice.post("/rooms", body).expect(201).json();
        assertEquals(first, alice.post("/rooms", body).expect(200).json());
        alice.post("/rooms", Map.of("name", "other", "user_ids", List.of(bob.id()), "client_id", "g-1"))
                .expectError(409, "conflict", "client_id");
        alice.post("/rooms", Map.of("name", "group", "user_ids", List.of(), "client_id", "g-1"))
                .expectError(409, "conflict", "client_id");
        bob.post("/rooms", Map.of("name", "bobs", "user_ids", List.of(), "client_id", "g-1"))
                .expect(201);
        assertEquals(1, rooms(alice));
    }

    @Test
    void concurrentRetriesCreateOneGroup() {
        Map<String, ?> body = Map.of("name", "group", "user_ids", List.of(bob.id()), "client_id", "g-1");
        List<CompletableFuture<Integer>> creations = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> alice.post("/rooms", body).status()))
                .toList();
        List<Integer> made = creations.stream()
                .map(CompletableFuture::join)
                .filter(status -> status == 201)
                .toList();
        assertEquals(1, made.size());
        assertEquals(1, rooms(alice));
    }

    @Test
    void namesNeedNotBeUnique() {
        create("group", List.of()).expect(201);
        create("group", List.of()).expect(201);
        assertEquals(2, rooms(alice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"  Friends \n", "\u2003Friends\t"})
    void aNameIsTrimmed(String name) {
        assertEquals(
                "Friends",
                create(name, List.of()).expect(201).json().at("/room/name").asText());
    }

    @Test
    void aNameHasUpTo64Characters() {
        Answer longest = create("😀".repeat(64), List.of()).expect(201);
        assertEquals("😀".repeat(64), longest.json().at("/room/name").asText());
        create(" " + "x".repeat(64) + " ", List.of()).expect(201);
        create("x".repeat(65), List.of()).expectError(400, "bad_request", "name");
        create("😀".repeat(65), List.of()).expectError(400, "bad_request", "name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\nb",
                "a\tb",
                "a\u0000b",
                "\u0001a",
                "a\u007Fb",
                "a\u0085b",
                "a\u009Fb",
                "\u202Eevil",
                "a\u200Fb",
                "a\u200Eb",
                "\u2066a\u2069",
                "a\u061Cb",
                "\u202Aa\u202C",
                "a\u2028b",
                "a\u2029b",
                "\u200B",
                "\uFEFF",
                "a\uFEFFb",
                "a\u00ADb",
                "\u3164",
                "\u00A0\u2007",
                "\u2800",
                "\u2800 \u2800",
                "\u200D",
                "\u200Da",
                "a \uFE0Fb",
                "\u2060a",
                "a\uFFF9b",
                "\uDB40\uDC01a",
                "\uD834\uDD73a"
            })
    void invisibleCharactersAreNotAllowedInNames(String name) {
        create(name, List.of()).expectError(400, "bad_request", "name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👩‍👩‍👧‍👦 family",
                "❤️‍🔥",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "می‌خواهم",
                "क्‍ष",
                "e\u0301t\u00e9",
                "שלום",
                "a\u00A0b"
            })
    void joinersAreAllowedInNames(String name) {
        assertEquals(
                name,
                create(name, List.of()).expect(201).json().at("/room/name").asText());
    }

    @Test
    void aNameMustBeAString() {
        create(7, List.of()).expectError(400, "bad_request", "name");
        create(List.of("x"), List.of()).expectError(400, "bad_request", "name");
        alice.post("/rooms", "application/json", "{\"name\":\"\\ud800\",\"user_ids\":[]}")
                .expectError(400, "bad_request", "name");
        alice.post("/rooms", Map.of("user_ids", List.of())).expectError(400, "bad_request", "name");
    }

    @Test
    void membersMustExist() {
        create("group", List.of(bob.id(), 9_999_999)).expectError(404, "not_found", "user_ids");
        alice.post("/rooms", Map.of("name", "x")).expectError(400, "bad_request", "user_ids");
        create("group", bob.id()).expectError(400, "bad_request", "user_ids");
        assertEquals(0, rooms(alice));
    }

    @Test
    void messagesInAGroupAreDelivered() {
        long group = alice.createGroup("group", bob);
        try (TestSocket toBob = bob.connect()) {
            JsonNode message = alice.sayInRoom(group, "hi all");
            assertTrue(message.get("receiver_id").isNull());
            assertEquals(1, message.get("seq").asLong());
            assertEquals(message, toBob.await("new_message").get("message"));
            JsonNode answer = toBob.sayInRoom(group, "hi", "c-1").await("message_sent");
            assertEquals(2, answer.at("/message/seq").asLong());
        }
        JsonNode room = alice.get("/rooms").json().at("/rooms/0");
        assertEquals("hi", room.at("/last_message/message_content").asText());
        assertEquals(1, room.get("unread_count").asLong());
        assertEquals(
                0,
                alice.listedUser(bob).get("unread_count").asLong(),
                "group messages do not count for the direct conversation");
    }
}
