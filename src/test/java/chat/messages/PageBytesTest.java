package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts of 24 KB as JSON, six times their length. A page of them ends early and says that there is more. */
class PageBytesTest {
    private static final int BOUND = 600 * 1024;
    private static final String LONG = "\u0001".repeat(4_000);
    private static final int MANY = 50;

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static JsonNode page(Person person, String path) {
        Answer answer = person.get(path).expect(200);
        String body = answer.body();
        assertTrue(body.getBytes(StandardCharsets.UTF_8).length < BOUND, "It has " + body.length());
        return answer.json();
    }

    private static List<Long> numbers(JsonNode list, String field) {
        List<Long> numbers = new ArrayList<>();
        list.forEach(item -> numbers.add(item.get(field).asLong()));
        return numbers;
    }

    @Test
    void pagesOfHistoryEndEarly() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        long room = 0;
        for (int i = 0; i < MANY; i++) {
            room = alice.say(bob, LONG).get("room_id").asLong();
        }
        List<Long> all = LongStream.rangeClosed(1, MANY).boxed().toList();

        List<Long> back = new ArrayList<>();
        JsonNode page = page(bob, "/messages/" + alice.id() + "?limit=200");
        back.addAll(0, numbers(page.get("messages"), "seq"));
        while (page.get("has_more").booleanValue()) {
            page = page(
                    bob,
                    "/messages/" + alice.id() + "?limit=200&before="
                            + page.at("/messages/0/id").asLong());
            back.addAll(0, numbers(page.get("messages"), "seq"));
        }
        assertEquals(all, back);

        List<Long> ahead = new ArrayList<>(List.of(1L));
        long last = bob.get("/rooms/" + room + "/messages?limit=" + MANY)
                .json()
                .at("/messages/0/id")
                .asLong();
        while (true) {
            JsonNode first = page(bob, "/rooms/" + room + "/messages?limit=1&before=" + last)
                    .at("/messages/0");
            if (first.isMissingNode()) {
                break;
            }
            last = first.get("id").asLong();
        }
        do {
            page = page(bob, "/rooms/" + room + "/messages?limit=200&after=" + last);
            ahead.addAll(numbers(page.get("messages"), "seq"));
            last = page.get("messages")
                    .get(page.get("messages").size() - 1)
                    .get("id")
                    .asLong();
        } while (page.get("has_more").booleanValue());
        assertEquals(all, ahead);

        List<Long> changed = new ArrayList<>();
        long rev = 0;
        do {
            page = page(bob, "/rooms/" + room + "/changes?after=" + rev);
            List<Long> revs = numbers(page.get("messages"), "rev");
            changed.addAll(revs);
            rev = page.get("rev").asLong();
            assertEquals(revs.get(revs.size() - 1), rev, "no change is skipped");
        } while (page.get("has_more").booleanValue());
        assertEquals(all, changed);
    }

    @Test
    void pagesOfListsEndEarly() {
        Person alice = running.person("alice");
        List<Person> others =
                IntStream.range(0, MANY).mapToObj(i -> running.person("other")).toList();
        others.forEach(other -> other.say(alice, LONG));
        List<Long> ids = others.stream().map(Person::id).toList();

        assertEquals(MANY, walk(alice, "/rooms?limit=200", "rooms", "user_id").size());
        List<Long> users = walk(alice, "/users?q=other&limit=500", "users", "id");
        assertEquals(ids, users.stream().sorted().toList());
        String asked = String.join(",", ids.stream().map(String::valueOf).toList());
        assertEquals(
                ids,
                walk(alice, "/users?ids=" + asked, "users", "id").stream()
                        .sorted()
                        .toList());
        assertTrue(page(alice, "/online_users").get("has_more").booleanValue());
    }

    private static List<Long> walk(Person person, String path, String list, String field) {
        JsonNode page = page(person, path);
        List<Long> found = new ArrayList<>(numbers(page.get(list), field));
        while (page.has("next")) {
            page = page(person, path + "&page=" + page.get("next").asText());
            found.addAll(numbers(page.get(list), field));
        }
        return found;
    }
}
