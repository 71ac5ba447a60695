package chat.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListsTest {
    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person register(String name) {
        return running.get().register(name);
    }

    private static List<String> names(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.get("users").forEach(user -> names.add(user.get("username").asText()));
        return names;
    }

    private static List<String> strings(Long... ids) {
        return Stream.of(ids).map(String::valueOf).toList();
    }

    private static List<String> walk(Person person, String path, String list, String field) {
        List<String> found = new ArrayList<>();
        JsonNode page = person.get(path).expect(200).json();
        while (true) {
            page.get(list).forEach(row -> found.add(row.get(field).asText()));
            if (!page.has("next")) {
                return found;
            }
            page = person.get(path + "&page=" + page.get("next").asText())
                    .expect(200)
                    .json();
        }
    }

    @Test
    void usersAreSortedOnlineFirstThenByName() {
        for (String name : List.of("dora", "Bert", "carl")) {
            register(name);
        }
        running.clock().pass(Duration.ofMinutes(6));
        Person zoe = register("zoe");
        register("Yan");
        JsonNode users = zoe.get("/users").expect(200).json();
        assertEquals(List.of("Yan", "zoe", "Bert", "carl", "dora"), names(users));
        assertTrue(users.at("/users/0/online").booleanValue());
        assertFalse(users.at("/users/2/online").booleanValue());
        assertTrue(users.at("/users/2/last_seen").asText().matches("\\d{4}-.*\\.\\d{3}Z"));
        assertTrue(users.at("/users/2/last_message").isNull());
        assertEquals(0, users.at("/users/2/unread_count").asLong());
        assertFalse(users.get("has_more").booleanValue());
        JsonNode online = zoe.get("/online_users").expect(200).json();
        assertEquals(List.of("Yan", "zoe"), names(online));
        assertFalse(online.get("has_more").booleanValue());
        for (String field : List.of("id", "username", "online", "last_seen")) {
            assertTrue(online.at("/users/0").has(field), field);
        }
    }

    @Test
    void pagingListsEachUserOnce() {
        Person walker = register("walker");
        List<String> all = IntStream.range(0, 30)
                .mapToObj(i -> register("user" + (100 + i)).username())
                .toList();
        running.clock().pass(Duration.ofMinutes(6));
        walker.get("/chat").expect(200);
        List<String> expected = new ArrayList<>(List.of("walker"));
        expected.addAll(all);
        for (int limit : new int[] {1, 7, 30, 31}) {
            assertEquals(expected, walk(walker, "/users?limit=" + limit, "users", "username"), "limit " + limit);
        }
        assertEquals(all.subList(10, 20), walk(walker, "/users?q=R11&limit=3", "users", "username"));
        assertTrue(walker.get("/users?limit=30").json().get("has_more").booleanValue());
        assertFalse(walker.get("/users?limit=31").json().get("has_more").booleanValue());
    }

    @Test
    void usersAreFoundByPartOfTheName() {
        Person alice = register("alice.B_c-d");
        register("bob");
        assertEquals(List.of("alice.B_c-d"), names(alice.get("/users?q=LICE").json()));
        assertEquals(List.of("alice.B_c-d"), names(alice.get("/users?q=b_C").json()));
        assertEquals(List.of(), names(alice.get("/users?q=%25").json()), "no wildcard");
        assertEquals(List.of("alice.B_c-d"), names(alice.get("/users?q=_").json()));
        assertEquals(List.of("alice.B_c-d", "bob"), names(alice.get("/users?q=").json()));
        assertEquals(List.of(), names(alice.get("/users?q=nobody").json()));
        alice.get("/users?q=%00").expectError(400, "bad_request", "q");
    }

    @Test
    void usersAreFoundByIds() {
        Person alice = register("alice");
        Person bob = register("bob");
        Person carol = register("carol");
        JsonNode users = alice.get("/users?ids=" + carol.id() + "," + bob.id() + "," + bob.id() + ",9999999")
                .expect(200)
                .json();
        assertEquals(List.of("bob", "carol"), names(users).stream().sorted().toList());
        String many = IntStream.rangeClosed(1, 200).mapToObj(String::valueOf).collect(Collectors.joining(","));
        alice.get("/users?ids=" + many).expect(200);
        alice.get("/users?ids=" + many + ",201").expectError(400, "bad_request", "ids");
        for (String ids : List.of("", "x", "1,", "1,x", "-1", "0", "1,0", "9223372036854775808")) {
            alice.get("/users?ids=" + ids).expectError(400, "bad_request", "ids");
        }
    }

    @Test
    void usersAreListedWithTheirConversation() {
        Person alice = register("alice");
        Person bob = register("bob");
        JsonNode message = bob.say(alice, "hi");
        assertEquals(1, alice.listedUser(bob).get("unread_count").asLong());
        assertEquals(message, alice.listedUser(bob).get("last_message"));
        assertEquals(0, bob.listedUser(alice).get("unread_count").asLong());
        assertEquals(message, bob.listedUser(alice).get("last_message"));
        assertTrue(register("carol").listedUser(bob).get("last_message").isNull());
    }

    @Test
    void invalidLimitsAndPagesAreRefused() {
        Person alice = register("alice");
        alice.get("/users?limit=0").expectError(400, "bad_request", "limit");
        alice.get("/users?limit=501").expectError(400, "bad_request", "limit");
        alice.get("/users?limit=500").expect(200);
        alice.get("/rooms?limit=201").expectError(400, "bad_request", "limit");
        alice.get("/rooms?limit=200").expect(200);
        for (String page : List.of("", "x", "0", "2alice", "1-", "9999999999999999999-1", "%00")) {
            alice.get("/users?page=" + page.replace("1-", "1/")).expectError(400, "bad_request", "page");
            alice.get("/rooms?page=" + page).expectError(400, "bad_request", "page");
        }
    }

    @Test
    void roomsAreListedNewestFirst() {
        Person alice = register("alice");
        Person bob = register("bob");
        Person carol = register("carol");
        long withBob = alice.say(bob, "one").get("room_id").asLong();
        long group = alice.createGroup("group", bob);
        long withCarol = carol.say(alice, "two").get("room_id").asLong();
        assertEquals(strings(withCarol, group, withBob), walk(alice, "/rooms?limit=100", "rooms", "id"));
        bob.say(alice, "three");
        assertEquals(strings(withBob, withCarol, group), walk(alice, "/rooms?limit=100", "rooms", "id"));
        assertEquals(2, bob.get("/rooms").json().get("rooms").size(), "only rooms of this user");
        assertEquals(1, carol.get("/rooms").json().get("rooms").size());
    }

    @Test
    void aRoomIsListedFromTheViewOfTheUser() {
        Person alice = register("alice");
        Person bob = register("bob");
        JsonNode message = alice.say(bob, "hi");
        JsonNode seen = bob.get("/rooms").json().at("/rooms/0");
        assertEquals("direct", seen.get("kind").asText());
        assertEquals("alice", seen.get("name").asText());
        assertEquals(alice.id(), seen.get("user_id").asLong());
        assertEquals(message, seen.get("last_message"));
        assertEquals(1, seen.get("last_seq").asLong());
        assertEquals(1, seen.get("unread_count").asLong());
        assertEquals(1, seen.get("all_read_seq").asLong());
        JsonNode sent = alice.get("/rooms").json().at("/rooms/0");
        assertEquals("bob", sent.get("name").asText());
        assertEquals(bob.id(), sent.get("user_id").asLong());
        assertEquals(0, sent.get("all_read_seq").asLong());
        assertEquals(seen, bob.room(message.get("room_id").asLong()));
    }

    @Test
    void pagingListsEachRoomOnce() {
        Person alice = register("alice");
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            newestFirst.add(0, String.valueOf(alice.createGroup("group " + i)));
        }
        for (int limit : new int[] {1, 5, 12, 100}) {
            assertEquals(newestFirst, walk(alice, "/rooms?limit=" + limit, "rooms", "id"));
        }
        for (int i = 0; i < 12; i += 3) {
            alice.sayInRoom(Long.parseLong(newestFirst.get(i)), "up");
        }
        List<String> found = walk(alice, "/rooms?limit=2", "rooms", "id");
        assertEquals(12, found.size());
        assertEquals(new HashSet<>(newestFirst), new HashSet<>(found));
        assertNull(alice.get("/rooms?limit=12").json().get("next"));
    }
}
