package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestDatabase;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadMarksTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private long sendThreeFromAlice() {
        long room = 0;
        for (String text : List.of("one", "two", "three")) {
            room = alice.say(bob, text).get("room_id").asLong();
        }
        return room;
    }

    private static Map<String, ?> mark(long room, long seq) {
        return Map.of("room_id", room, "seq", seq);
    }

    private static void assertMark(JsonNode event, long room, Person reader, long seq) {
        assertEquals(room, event.get("room_id").asLong());
        assertEquals(seq, event.get("seq").asLong());
        if (reader == null) {
            assertTrue(event.get("user_id").isNull(), event::toString);
        } else {
            assertEquals(reader.id(), event.get("user_id").asLong());
        }
    }

    /** Events sent while another connection holds the lock are stored in one commit. */
    @Test
    void theHigherOfTwoMarksInOneCommitIsKept() throws SQLException {
        long room = alice.say(bob, "first").get("room_id").asLong();
        long last = 1;
        try (TestSocket socket = alice.connect();
                Connection other = running.get().connect();
                Statement statement = other.createStatement()) {
            for (boolean roomFirst : new boolean[] {true, false}) {
                statement.execute(TestDatabase.HOLD_WRITES);
                socket.say(bob, "is stored alone", "alone-" + roomFirst);
                for (boolean byRoom : new boolean[] {roomFirst, !roomFirst}) {
                    if (byRoom) {
                        socket.sayInRoom(room, "by room", "room-" + roomFirst);
                    } else {
                        socket.say(bob, "by receiver", "receiver-" + roomFirst);
                    }
                }
                assertEquals(List.of(), socket.received("message_sent"));
                statement.execute("ROLLBACK");
                for (int i = 0; i < 3; i++) {
                    socket.await("message_sent");
                }
                last += 3;
                assertEquals(last, alice.room(room).get("read_seq").asLong());
            }
        }
    }

    @Test
    void messagesOfOthersAfterTheMarkAreUnread() {
        long room = sendThreeFromAlice();
        assertEquals(3, bob.room(room).get("unread_count").asLong());
        assertEquals(3, bob.listedUser(alice).get("unread_count").asLong());
        assertEquals(0, alice.room(room).get("unread_count").asLong(), "sending moves the sender's mark");
        assertEquals(3, alice.room(room).get("read_seq").asLong());
        assertEquals(0, alice.listedUser(bob).get("unread_count").asLong());
        bob.say(alice, "answer");
        assertEquals(0, bob.room(room).get("unread_count").asLong(), "an answer marks the conversation as read");
        assertEquals(1, alice.room(room).get("unread_count").asLong());
    }

    @Test
    void readMarksAreSentToBothUsers() {
        long room = sendThreeFromAlice();
        try (TestSocket reader = bob.connect();
                TestSocket readersOther = bob.onAnotherDevice().connect();
                TestSocket sender = alice.connect()) {
            reader.send("mark_read", mark(room, 2));
            for (TestSocket socket : List.of(reader, readersOther, sender)) {
                assertMark(socket.await("messages_read"), room, bob, 2);
            }
        }
        assertEquals(1, bob.room(room).get("unread_count").asLong());
        assertEquals(2, alice.room(room).get("all_read_seq").asLong());
        JsonNode messages = alice.messagesWith(bob);
        assertTrue(messages.get(1).get("is_read").booleanValue());
        assertFalse(messages.get(2).get("is_read").booleanValue());
    }

    @Test
    void aMarkMayNameTheOtherUserInsteadOfTheRoom() {
        long room = sendThreeFromAlice();
        try (TestSocket reader = bob.connect()) {
            reader.send("mark_read", Map.of("receiver_id", alice.id(), "seq", 1));
            assertMark(reader.await("messages_read"), room, bob, 1);
        }
    }

    @Test
    void aMarkBeyondTheLastMessageIsClamped() {
        long room = sendThreeFromAlice();
        try (TestSocket reader = bob.connect()) {
            reader.send("mark_read", mark(room, 9_007_199_254_740_991L));
            assertMark(reader.await("messages_read"), room, bob, 3);
        }
        assertEquals(3, bob.room(room).get("read_seq").asLong());
        alice.say(bob, "four");
        assertEquals(1, bob.room(room).get("unread_count").asLong());
    }

    @Test
    void marksNeverMoveBack() {
        long room = sendThreeFromAlice();
        try (TestSocket reader = bob.connect();
                TestSocket sender = alice.connect()) {
            reader.send("mark_read", mark(room, 3));
            assertMark(sender.await("messages_read"), room, bob, 3);
            reader.await("messages_read");
            reader.send("mark_read", mark(room, 1));
            reader.send("mark_read", mark(room, 0));
            // This message is stored after the marks, so they are done once it arrives.
            reader.say(alice, "four", "c-4").await("message_sent");
            sender.await("new_message");
            assertTrue(reader.received("messages_read").isEmpty());
            assertTrue(sender.received("messages_read").isEmpty());
        }
        assertEquals(4, bob.room(room).get("read_seq").asLong());
    }

    @Test
    void anAnswerMarksTheConversationAsRead() {
        long room = sendThreeFromAlice();
        try (TestSocket sender = alice.connect()) {
            bob.say(alice, "answer");
            assertMark(sender.await("messages_read"), room, bob, 4);
        }
        assertTrue(alice.messagesWith(bob).get(2).get("is_read").booleanValue());
    }

    @Test
    void invalidMarksAreRefused() {
        long room = sendThreeFromAlice();
        Person carol = running.person("carol");
        try (TestSocket stranger = carol.connect();
                TestSocket reader = bob.connect()) {
            stranger.send("mark_read", mark(room, 1)).awaitError("not_found");
            stranger.send("mark_read", mark(9_999_999, 1)).awaitError("not_found");
            reader.send("mark_read", mark(room, -1)).awaitError("bad_request");
            reader.send("mark_read", Map.of("room_id", room)).awaitError("bad_request");
            reader.send("mark_read", Map.of("seq", 1)).awaitError("bad_request");
            reader.send("mark_read", Map.of("room_id", room, "seq", "1")).awaitError("bad_request");
            reader.send("mark_read", Map.of("room_id", room, "seq", 1.5)).awaitError("bad_request");
            reader.send("mark_read", Map.of("receiver_id", bob.id(), "seq", 1)).awaitError("bad_request");
            reader.send("mark_read", Map.of("receiver_id", 9_999_999, "seq", 1)).awaitError("not_found");
        }
        assertEquals(0, bob.room(room).get("read_seq").asLong());
        assertEquals(0, alice.room(room).get("all_read_seq").asLong());
    }

    @Test
    void anEmptyConversationHasNoMarks() {
        try (TestSocket reader = bob.connect()) {
            reader.send("mark_read", Map.of("receiver_id", alice.id(), "seq", 1));
            assertTrue(reader.received("error").isEmpty());
            long room = alice.say(bob, "first").get("room_id").asLong();
            assertEquals(0, bob.room(room).get("read_seq").asLong());
        }
    }

    @Test
    void inAGroupAMessageIsReadWhenAllOthersHaveReadIt() {
        Person carol = running.person("carol");
        long group = alice.createGroup("group", bob, carol);
        alice.sayInRoom(group, "one");
        alice.sayInRoom(group, "two");
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect()) {
            toBob.send("mark_read", mark(group, 2));
            assertMark(
                    toBob.await("messages_read", event -> !event.get("user_id").isNull()), group, bob, 2);
            assertEquals(0, alice.room(group).get("all_read_seq").asLong(), "carol has not read it");
            assertFalse(alice.messagesIn(group).get(0).get("is_read").booleanValue());
            toCarol.send("mark_read", mark(group, 1));
            assertMark(toAlice.await("messages_read", event -> event.get("seq").asLong() == 1), group, null, 1);
            assertEquals(1, alice.room(group).get("all_read_seq").asLong());
            assertTrue(alice.messagesIn(group).get(0).get("is_read").booleanValue());
            assertFalse(alice.messagesIn(group).get(1).get("is_read").booleanValue());
            toCarol.send("mark_read", mark(group, 2));
            assertMark(toAlice.await("messages_read", event -> event.get("seq").asLong() == 2), group, null, 2);
            assertTrue(
                    toAlice.received("messages_read").stream()
                            .allMatch(event -> event.get("user_id").isNull()),
                    "a group does not say who has read");
        }
    }

    @Test
    void inAGroupManyMarksAreSentInOneEvent() {
        Person carol = running.person("carol");
        long group = alice.createGroup("group", bob, carol);
        int messages = 30;
        for (int i = 0; i < messages; i++) {
            alice.sayInRoom(group, "message " + i);
        }
        try (TestSocket toAlice = alice.connect();
                TestSocket toBob = bob.connect();
                TestSocket toCarol = carol.connect()) {
            for (int seq = 1; seq <= messages; seq++) {
                long mark = seq;
                for (TestSocket reader : List.of(toBob, toCarol)) {
                    reader.send("mark_read", mark(group, mark))
                            .await("messages_read", event -> event.get("seq").asLong() == mark);
                }
            }
            toAlice.await("messages_read", event -> event.get("seq").asLong() == messages);
            int count = toAlice.received("messages_read").size() + 1;
            assertTrue(count < messages / 2, count + " events for " + messages + " marks");
        }
    }

    @Test
    void aMessageInAGroupOfTwoSendsTheNewLowestMark() {
        long group = alice.createGroup("two", bob);
        try (TestSocket toAlice = alice.connect()) {
            bob.sayInRoom(group, "one");
            assertMark(toAlice.await("messages_read", event -> event.get("seq").asLong() == 1), group, null, 1);
            assertEquals(1, alice.room(group).get("all_read_seq").asLong());
            bob.sayInRoom(group, "two");
            assertMark(toAlice.await("messages_read", event -> event.get("seq").asLong() == 2), group, null, 2);
        }
    }

    @Test
    void messagesInAGroupOfOneAreNotRead() {
        long group = alice.createGroup("alone");
        alice.sayInRoom(group, "to myself");
        assertFalse(alice.messagesIn(group).get(0).get("is_read").booleanValue());
        assertEquals(0, alice.room(group).get("all_read_seq").asLong());
        assertFalse(alice.room(group).at("/last_message/is_read").booleanValue());
    }

    @Test
    void readMarksDoNotChangeTheRev() {
        long room = sendThreeFromAlice();
        long rev = bob.room(room).get("rev").asLong();
        try (TestSocket reader = bob.connect()) {
            reader.send("mark_read", mark(room, 3)).await("messages_read");
        }
        assertEquals(rev, bob.room(room).get("rev").asLong());
    }
}
