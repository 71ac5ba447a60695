package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryTest {
    private static final int MESSAGES = 60;

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person alice;
    private static Person bob;
    private static long room;
    private static List<Long> ids;

    @BeforeAll
    static void talk() {
        alice = running.person("alice");
        bob = running.person("bob");
        try (TestSocket socket = alice.connect()) {
            for (int i = 1; i <= MESSAGES; i++) {
                socket.say(bob, "message " + i, "c-" + i);
            }
            ids = IntStream.rangeClosed(1, MESSAGES)
                    .mapToObj(
                            i -> socket.await("message_sent").at("/message/id").asLong())
                    .toList();
        }
        room = bob.messagesWith(alice).at("/0/room_id").asLong();
    }

    private static JsonNode page(String query) {
        JsonNode withUser =
                bob.get("/messages/" + alice.id() + query).expect(200).json();
        assertEquals(
                withUser,
                bob.get("/rooms/" + room + "/messages" + query).json(),
                "the page by room differs from the page by user");
        return withUser;
    }

    private static void assertSeqs(JsonNode page, long first, long last, boolean hasMore) {
        List<Long> found = new ArrayList<>();
        page.get("messages").forEach(message -> found.add(message.get("seq").asLong()));
        assertEquals(LongStream.rangeClosed(first, last).boxed().toList(), found);
        assertEquals(hasMore, page.get("has_more").booleanValue());
    }

    private static long id(int seq) {
        return ids.get(seq - 1);
    }

    @Test
    void theNewestFiftyMessagesAreReturnedOldestFirst() {
        assertSeqs(page(""), 11, 60, true);
    }

    @Test
    void aLimitReturnsTheNewestMessages() {
        assertSeqs(page("?limit=1"), 60, 60, true);
        assertSeqs(page("?limit=59"), 2, 60, true);
        assertSeqs(page("?limit=60"), 1, 60, false);
        assertSeqs(page("?limit=200"), 1, 60, false);
    }

    @Test
    void beforeReturnsThePreviousPage() {
        assertSeqs(page("?before=" + id(11)), 1, 10, false);
        assertSeqs(page("?before=" + id(30) + "&limit=5"), 25, 29, true);
        assertSeqs(page("?before=" + id(6) + "&limit=5"), 1, 5, false);
        assertSeqs(page("?before=" + id(1)), 1, 0, false);
    }

    @Test
    void afterReturnsTheNextPage() {
        assertSeqs(page("?after=" + id(55)), 56, 60, false);
        assertSeqs(page("?after=" + id(1) + "&limit=5"), 2, 6, true);
        assertSeqs(page("?after=" + id(55) + "&limit=5"), 56, 60, false);
        assertSeqs(page("?after=" + id(60)), 1, 0, false);
    }

    @Test
    void beforeAndAfterTogetherAreRefused() {
        String both = "?before=" + id(30) + "&after=" + id(10);
        bob.get("/messages/" + alice.id() + both).expectError(400, "bad_request");
        bob.get("/rooms/" + room + "/messages" + both).expectError(400, "bad_request");
    }

    @Test
    void anIdOfAnotherConversationIsNotFound() {
        Person carol = running.person("carol");
        long foreign = carol.say(running.person("dave"), "private").get("id").asLong();
        long own = bob.say(carol, "another of bob's").get("id").asLong();
        for (long id : new long[] {foreign, own, 9_999_999, 0}) {
            for (String which : new String[] {"before", "after"}) {
                bob.get("/messages/" + alice.id() + "?" + which + "=" + id).expectError(404, "not_found");
                bob.get("/rooms/" + room + "/messages?" + which + "=" + id).expectError(404, "not_found");
            }
        }
    }

    @Test
    void aConversationWithoutMessagesIsEmpty() {
        Person carol = running.person("carol");
        JsonNode page = carol.get("/messages/" + bob.id()).expect(200).json();
        assertSeqs(page, 1, 0, false);
        assertEquals(0, carol.get("/rooms").json().get("rooms").size(), "reading creates no room");
    }

    @Test
    void unknownUsersAreNotFoundAndOneselfIsRefused() {
        bob.get("/messages/9999999").expectError(404, "not_found");
        bob.get("/messages/" + bob.id()).expectError(400, "bad_request");
    }

    @Test
    void aRoomOfOthersIsNotFound() {
        Person carol = running.person("carol");
        carol.get("/rooms/" + room + "/messages").expectError(404, "not_found");
        carol.get("/rooms/" + room + "/changes?after=0").expectError(404, "not_found");
        carol.get("/rooms/9999999/messages").expectError(404, "not_found");
    }

    @Test
    void fetchingDoesNotMarkAsRead() {
        Person carol = running.person("carol");
        long id = alice.say(carol, "unread").get("id").asLong();
        carol.messagesWith(alice);
        carol.get("/messages/" + alice.id() + "?before=" + id).expect(200);
        assertEquals(1, carol.listedUser(alice).get("unread_count").asLong());
        assertFalse(alice.messagesWith(carol).at("/0/is_read").booleanValue());
    }

    @Test
    void pagingInEitherDirectionReturnsEachMessageOnce() {
        List<Long> backwards = new ArrayList<>();
        JsonNode page = page("?limit=7");
        while (true) {
            List<Long> ofPage = new ArrayList<>();
            page.get("messages").forEach(message -> ofPage.add(message.get("id").asLong()));
            backwards.addAll(0, ofPage);
            if (!page.get("has_more").booleanValue()) {
                break;
            }
            page = page("?limit=7&before=" + ofPage.get(0));
        }
        assertEquals(ids, backwards);
        List<Long> forwards = new ArrayList<>(List.of(id(1)));
        do {
            page = page("?limit=7&after=" + forwards.get(forwards.size() - 1));
            page.get("messages")
                    .forEach(message -> forwards.add(message.get("id").asLong()));
        } while (page.get("has_more").booleanValue());
        assertEquals(ids, forwards);
    }

    @Test
    void changesArePagedInOrderOfRev() {
        long rev = 0;
        List<Long> seen = new ArrayList<>();
        JsonNode changes;
        do {
            changes = alice.get("/rooms/" + room + "/changes?limit=7&after=" + rev)
                    .expect(200)
                    .json();
            long last = rev;
            for (JsonNode message : changes.get("messages")) {
                assertTrue(message.get("rev").asLong() > last);
                last = message.get("rev").asLong();
                seen.add(message.get("id").asLong());
            }
            assertTrue(changes.get("rev").asLong() > rev);
            rev = changes.get("rev").asLong();
        } while (changes.get("has_more").booleanValue());
        assertEquals(ids, seen);
        assertEquals(alice.room(room).get("rev").asLong(), rev);
        changes = alice.get("/rooms/" + room + "/changes?after=" + rev).json();
        assertEquals(0, changes.get("messages").size());
        assertEquals(rev, changes.get("rev").asLong());
        assertFalse(changes.get("has_more").booleanValue());
    }

    @Test
    void changesIncludeTheReadMarks() {
        Person carol = running.person("carol");
        long own = carol.say(bob, "hi").get("room_id").asLong();
        long rev = carol.room(own).get("rev").asLong();
        assertEquals(
                0,
                carol.get("/rooms/" + own + "/changes?after=" + rev)
                        .json()
                        .get("all_read_seq")
                        .asLong());
        try (TestSocket socket = bob.connect()) {
            socket.send("mark_read", Map.of("room_id", own, "seq", 1)).await("messages_read");
        }
        JsonNode changes = carol.get("/rooms/" + own + "/changes?after=" + rev).json();
        assertEquals(1, changes.get("read_seq").asLong());
        assertEquals(1, changes.get("all_read_seq").asLong());
        assertEquals(rev, changes.get("rev").asLong());
    }

    @Test
    void changesWithAnInvalidAfterAreRefused() {
        for (String query : new String[] {"", "?after=", "?after=-1", "?after=x", "?after=9223372036854775808"}) {
            alice.get("/rooms/" + room + "/changes" + query).expectError(400, "bad_request", "after");
        }
        alice.get("/rooms/" + room + "/changes?after=9007199254740991").expect(200);
        alice.get("/rooms/" + room + "/changes?after=0&limit=201").expectError(400, "bad_request", "limit");
    }
}
