package chat.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.testing.Person;
import chat.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ?q=} in the lists of users and rooms. */
class NameSearchTest {
    @RegisterExtension
    final RunningServer running = new RunningServer(Map.of("RATE_LIMITS", "off"));

    private Person register(String name) {
        return running.get().register(name);
    }

    private static String query(String text) {
        return "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** All pages of a list, as the values of this field. */
    private static List<String> walk(Person person, String path, String list, String field) {
        List<String> found = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = person.get(path + page).expect(200).json();
            answer.get(list).forEach(row -> found.add(row.get(field).asText()));
            page = answer.has("next") ? "&page=" + answer.get("next").asText() : "";
        } while (!page.isEmpty());
        return found;
    }

    private static List<String> users(Person person, String text) {
        return walk(person, "/users?limit=2&" + query(text), "users", "username");
    }

    private static List<String> rooms(Person person, String text) {
        return walk(person, "/rooms?limit=2&" + query(text), "rooms", "name");
    }

    @Test
    void roomsWithTheWordAtABeginningComeFirstThenTheNewest() {
        Person alice = register("alice");
        Person sam = register("sam");
        alice.createGroup("Old samples");
        alice.say(sam, "hi");
        alice.createGroup("Balsam");
        alice.createGroup("The Sam band");
        alice.createGroup("Nothing");
        alice.createGroup("Flotsam");
        register("samson").createGroup("Sam without alice");
        assertEquals(List.of("The Sam band", "sam", "Old samples", "Flotsam", "Balsam"), rooms(alice, "SAM"));
        assertEquals(List.of("The Sam band"), rooms(alice, "band the"));
        assertEquals(List.of(), rooms(alice, "sam nothing"));
        assertEquals(6, rooms(alice, " ").size());
        alice.get("/rooms?q=%00").expectError(400, "bad_request", "q");
    }

    @Test
    void usersWithTheWordAtABeginningComeFirstThenThoseWhoAreOnline() {
        for (String name : List.of("balsam", "tom.samson", "Sam_2", "zoe")) {
            register(name);
        }
        running.clock().pass(Duration.ofMinutes(6));
        Person alice = register("alice");
        register("flotsam");
        register("sam.online");
        assertEquals(List.of("sam.online", "Sam_2", "tom.samson", "flotsam", "balsam"), users(alice, "sám"));
        assertEquals(List.of("tom.samson"), users(alice, "sam tom"));
        assertEquals(List.of("tom.samson"), users(alice, "SON om"));
        assertEquals(List.of(), users(alice, "sam nobody"));
    }

    @Test
    void aDeletedUserIsFoundByTheNameThatIsShown() {
        Person alice = register("alice");
        Person bob = register("bob");
        alice.say(bob, "hi");
        bob.post("/settings/delete", Map.of("password", Person.PASSWORD)).expect(303);
        assertEquals(List.of("Deleted user"), rooms(alice, "user deleted"));
        assertEquals(List.of(), rooms(alice, "bob"));
        assertEquals(List.of(), users(alice, "deleted"));
    }

    @Test
    void usersAreListedWithoutTheMembersOfAGroup() {
        Person alice = register("alice");
        Person bob = register("bob");
        register("carol");
        long group = alice.createGroup("Sailing", bob);
        String path = "/users?not_in=" + group;
        assertEquals(List.of("carol"), walk(alice, path + "&limit=1", "users", "username"));
        assertEquals(List.of(), walk(alice, path + "&q=bob", "users", "username"));
        alice.delete("/rooms/" + group + "/members/" + bob.id()).expect(204);
        assertEquals(List.of("bob", "carol"), walk(alice, path + "&limit=1", "users", "username"));
        bob.get(path).expectError(404, "not_found", "not_in");
        alice.get("/users?not_in=999").expectError(404, "not_found", "not_in");
        for (String bad : List.of("", "0", "x", "1,2", "-1")) {
            alice.get("/users?not_in=" + bad).expectError(400, "bad_request", "not_in");
        }
        assertFalse(alice.get(path + "&limit=2").json().get("has_more").booleanValue());
    }
}
