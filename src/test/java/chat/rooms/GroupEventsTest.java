package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The event {@code room}: which changes it covers, and how often it is sent. */
class GroupEventsTest {
    private static final int MAX_MEMBERS = 40;

    @RegisterExtension
    static final RunningServer running = new RunningServer(Map.of("MAX_GROUP_MEMBERS", String.valueOf(MAX_MEMBERS)));

    private static Answer add(Person caller, long group, Person... added) {
        return caller.post(
                "/rooms/" + group + "/members",
                Map.of("user_ids", List.of(added).stream().map(Person::id).toList()));
    }

    private static List<Person> people(int number) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            people.add(running.person("member"));
        }
        return people;
    }

    @Test
    void changesWithinASecondAreSentInOneEvent() {
        Person alice = running.person("alice");
        Person bob = running.person("bob");
        List<Person> people = people(30);
        running.clock().stop();
        long group = alice.createGroup("group", bob);
        try (TestSocket toBob = bob.connect()) {
            people.forEach(person -> add(alice, group, person).expect(200));
            TreeSet<Long> revs = new TreeSet<>();
            int events = 0;
            while (!revs.contains(31L)) {
                running.clock().pass(Duration.ofSeconds(1));
                JsonNode event = toBob.await("room");
                events++;
                event.get("revs").forEach(rev -> assertTrue(revs.add(rev.asLong()), () -> rev + " was sent twice"));
                assertTrue(event.at("/room/rev").asLong() >= revs.last());
            }
            revs.remove(1L); // the creation of the group, if this socket received it
            assertEquals(LongStream.rangeClosed(2, 31).boxed().toList(), List.copyOf(revs));
            assertTrue(events <= 3, events + " events");
        }
    }

    @Test
    void newMembersAreNotifiedAtOnce() {
        Person alice = running.person("alice");
        List<Person> people = people(3);
        running.clock().stop();
        long group = alice.createGroup("group");
        for (Person person : people) {
            try (TestSocket toNew = person.connect()) {
                add(alice, group, person).expect(200);
                JsonNode event = toNew.await("room");
                assertEquals(group, event.at("/room/id").asLong());
                assertEquals(event.at("/room/rev").asLong(), event.at("/revs/0").asLong());
            }
        }
    }

    @Test
    void theNumberOfMembersIsLimited() {
        Person alice = running.person("alice");
        List<Person> people = people(MAX_MEMBERS);
        Map<String, ?> tooMany = Map.of(
                "name", "group", "user_ids", people.stream().map(Person::id).toList());
        alice.post("/rooms", tooMany).expectError(409, "limit", "user_ids");
        long group =
                alice.createGroup("group", people.subList(0, MAX_MEMBERS - 2).toArray(Person[]::new));
        Person last = people.get(MAX_MEMBERS - 2);
        Person beyond = people.get(MAX_MEMBERS - 1);
        add(alice, group, last, beyond).expectError(409, "limit", "user_ids");
        add(alice, group, last).expect(200);
        add(alice, group, beyond).expectError(409, "limit", "user_ids");
        add(alice, group, last).expect(200);
        alice.delete("/rooms/" + group + "/members/" + last.id()).expect(204);
        add(alice, group, beyond).expect(200);
    }
}
