package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SendingTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    @Test
    void aMessageOverTheSocketIsAcknowledgedAndDelivered() {
        try (TestSocket fromAlice = alice.connect();
                TestSocket toBob = bob.connect()) {
            fromAlice.say(bob, "hi", "c-1");
            JsonNode acknowledged = fromAlice.await("message_sent");
            assertEquals("c-1", acknowledged.get("client_id").asText());
            JsonNode delivered = toBob.await("new_message");
            assertEquals(acknowledged.get("message"), delivered.get("message"));
            assertEquals(1, delivered.at("/message/seq").asLong());
            assertTrue(fromAlice.received("new_message").isEmpty(), "the sending socket does not receive new_message");
        }
    }

    @Test
    void aMessageOverHttpIsStoredAndDelivered() {
        try (TestSocket toBob = bob.connect();
                TestSocket toAlice = alice.connect()) {
            JsonNode message = alice.send(bob, "hi", "c-1").expect(201).json().get("message");
            assertEquals(message, toBob.await("new_message").get("message"));
            assertEquals(message, toAlice.await("new_message").get("message"));
            assertEquals(message, bob.messagesWith(alice).get(0));
        }
    }

    @Test
    void aMessageHasTheDocumentedFields() {
        JsonNode message = alice.send(bob, "hi", "c-1").expect(201).json().get("message");
        for (String field : List.of("id", "room_id", "seq", "rev", "sender_id", "receiver_id")) {
            assertTrue(message.get(field).isIntegralNumber(), field);
        }
        assertEquals(alice.id(), message.get("sender_id").asLong());
        assertEquals(bob.id(), message.get("receiver_id").asLong());
        assertEquals("hi", message.get("message_content").asText());
        assertEquals("c-1", message.get("client_id").asText());
        assertFalse(message.get("is_read").booleanValue());
        assertTrue(message.get("timestamp").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertTrue(alice.say(bob, "no id").get("client_id").isNull());
    }

    @Test
    void aFormIsAccepted() {
        Answer answer = alice.form(
                "/send_message", Map.of("receiver_id", bob.id(), "message_content", "a+b &\n=ü😀", "client_id", "f"));
        assertEquals(
                "a+b &\n=ü😀",
                answer.expect(201).json().at("/message/message_content").asText());
        long room = answer.json().at("/message/room_id").asLong();
        alice.form("/rooms/" + room + "/messages", Map.of("message_content", "second"))
                .expect(201);
        assertEquals(2, bob.messagesWith(alice).size());
    }

    @Test
    void aMessageMayNameTheRoomInsteadOfTheUser() {
        long room = alice.say(bob, "one").get("room_id").asLong();
        JsonNode second = bob.sayInRoom(room, "two");
        assertEquals(alice.id(), second.get("receiver_id").asLong());
        assertEquals(2, second.get("seq").asLong());
        alice.post("/send_message", Map.of("room_id", room, "message_content", "three"))
                .expect(201);
        try (TestSocket socket = bob.connect()) {
            socket.sayInRoom(room, "four", "c-4").await("message_sent");
        }
        assertEquals(4, alice.messagesIn(room).size());
    }

    @Test
    void allDevicesOfBothUsersReceiveAMessage() {
        Person aliceAtHome = alice.onAnotherDevice();
        Person bobAtHome = bob.onAnotherDevice();
        try (TestSocket sender = alice.connect();
                TestSocket sendersOtherTab = alice.connect();
                TestSocket sendersOtherDevice = aliceAtHome.connect();
                TestSocket receiver = bob.connect();
                TestSocket receiversOtherDevice = bobAtHome.connect()) {
            sender.say(bob, "hi", "c-1").await("message_sent");
            for (TestSocket other : List.of(sendersOtherTab, sendersOtherDevice, receiver, receiversOtherDevice)) {
                assertEquals(
                        "hi",
                        other.await("new_message")
                                .at("/message/message_content")
                                .asText());
                assertTrue(other.received("new_message").isEmpty(), "once");
                assertTrue(other.received("message_sent").isEmpty(), "only the sending socket receives message_sent");
            }
        }
    }

    @Test
    void otherUsersReceiveNothing() {
        Person carol = running.person("carol");
        try (TestSocket toCarol = carol.connect();
                TestSocket toBob = bob.connect()) {
            alice.say(bob, "for two");
            toBob.await("new_message");
            assertTrue(toCarol.received("new_message").isEmpty());
            alice.say(carol, "for carol");
            assertEquals(
                    "for carol",
                    toCarol.await("new_message").at("/message/message_content").asText());
        }
    }

    @Test
    void concurrentSendsGetSeqsWithoutGaps() {
        int each = 40;
        List<CompletableFuture<Void>> senders = IntStream.range(0, 4)
                .mapToObj(sender -> CompletableFuture.runAsync(() -> {
                    Person from = sender % 2 == 0 ? alice : bob;
                    Person to = sender % 2 == 0 ? bob : alice;
                    try (TestSocket socket = from.connect()) {
                        for (int i = 0; i < each; i++) {
                            socket.say(to, sender + "/" + i, "s" + sender + "-" + i);
                        }
                        for (int i = 0; i < each; i++) {
                            socket.await("message_sent");
                        }
                    }
                }))
                .toList();
        senders.forEach(CompletableFuture::join);
        JsonNode messages =
                alice.get("/messages/" + bob.id() + "?limit=200").json().get("messages");
        assertEquals(4L * each, messages.size());
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            assertEquals(i + 1, messages.get(i).get("seq").asLong());
            ids.add(messages.get(i).get("id").asLong());
        }
        assertEquals(messages.size(), ids.size());
    }

    @Test
    void sendsOfOneSocketGetAscendingSeqs() {
        int many = 100;
        try (TestSocket socket = alice.connect()) {
            for (int i = 0; i < many; i++) {
                socket.say(bob, "message " + i, "c-" + i);
            }
            List<Long> seqs = IntStream.range(0, many)
                    .mapToObj(i -> socket.await(
                                    "message_sent",
                                    data -> data.get("client_id").asText().equals("c-" + i))
                            .at("/message/seq")
                            .asLong())
                    .toList();
            assertEquals(LongStream.rangeClosed(1, many).boxed().toList(), seqs);
        }
    }

    @Test
    void aRefusedMessageUsesNoSeqAndCreatesNoRoom() {
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", " "))
                .expectError(400, "bad_request", "message_content");
        assertEquals(0, alice.get("/rooms").json().get("rooms").size());
        assertEquals(1, alice.say(bob, "one").get("seq").asLong());
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", "x".repeat(4_001)))
                .expect(400);
        assertEquals(2, alice.say(bob, "two").get("seq").asLong());
    }

    @Test
    void invalidRecipientsAreRefused() {
        alice.send(alice, "to myself", "c-1").expectError(400, "bad_request", "receiver_id");
        alice.post("/send_message", Map.of("receiver_id", 9_999_999, "message_content", "x"))
                .expectError(404, "not_found", "receiver_id");
        alice.post("/send_message", Map.of("message_content", "x")).expectError(400, "bad_request");
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "room_id", 1, "message_content", "x"))
                .expectError(400, "bad_request");
        long room = bob.say(running.person("carol"), "private").get("room_id").asLong();
        alice.post("/send_message", Map.of("room_id", room, "message_content", "x"))
                .expectError(404, "not_found", "room_id");
        alice.post("/rooms/" + room + "/messages", Map.of("message_content", "x"))
                .expectError(404, "not_found");
        try (TestSocket socket = alice.connect()) {
            socket.sayInRoom(room, "x", "c-2");
            assertEquals("c-2", socket.awaitError("not_found").get("client_id").asText());
            socket.say(alice, "x", "c-3");
            assertEquals(
                    "c-3", socket.awaitError("bad_request").get("client_id").asText());
        }
        assertEquals(1, bob.messagesIn(room).size());
    }

    @Test
    void overTheSocketAMessageNeedsAClientId() {
        try (TestSocket socket = alice.connect()) {
            socket.send("send_message", Map.of("receiver_id", bob.id(), "message_content", "x"));
            socket.awaitError("bad_request");
        }
        assertEquals(0, alice.messagesWith(bob).size());
    }

    @Test
    void withoutAClientIdEachPostIsANewMessage() {
        alice.say(bob, "same");
        alice.say(bob, "same");
        assertEquals(2, alice.messagesWith(bob).size());
    }
}
