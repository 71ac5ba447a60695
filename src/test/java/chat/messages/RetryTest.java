package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
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

class RetryTest {
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
    void aRetryReturnsTheFirstMessage() {
        JsonNode first = alice.send(bob, "hi", "c-1").expect(201).json();
        alice.say(bob, "in between");
        assertEquals(first, alice.send(bob, "hi", "c-1").expect(200).json());
        assertEquals(2, alice.messagesWith(bob).size());
    }

    @Test
    void aRetryIsNotDeliveredAgain() {
        try (TestSocket toBob = bob.connect();
                TestSocket socket = alice.connect()) {
            socket.say(bob, "hi", "c-1");
            JsonNode first = socket.await("message_sent");
            toBob.await("new_message");
            socket.say(bob, "hi", "c-1");
            assertEquals(first, socket.await("message_sent"));
            assertTrue(toBob.received("new_message").isEmpty());
            alice.send(bob, "hi", "c-1").expect(200);
            assertTrue(toBob.received("new_message").isEmpty());
        }
    }

    @Test
    void aRetryMayUseTheOtherTransport() {
        try (TestSocket socket = alice.connect()) {
            socket.say(bob, "hi", "c-1");
            JsonNode first = socket.await("message_sent").get("message");
            assertEquals(first, alice.send(bob, "hi", "c-1").expect(200).json().get("message"));
            long room = first.get("room_id").asLong();
            assertEquals(
                    first,
                    socket.sayInRoom(room, "hi", "c-1").await("message_sent").get("message"));
            alice.post("/rooms/" + room + "/messages", Map.of("message_content", "hi", "client_id", "c-1"))
                    .expect(200);
        }
    }

    @Test
    void anotherTextOrAnotherRoomIsAConflict() {
        Person carol = running.person("carol");
        long other = alice.say(carol, "hello").get("room_id").asLong();
        alice.send(bob, "hi", "c-1").expect(201);
        alice.send(bob, "hi!", "c-1").expectError(409, "conflict", "client_id");
        alice.send(carol, "hi", "c-1").expectError(409, "conflict", "client_id");
        alice.post("/rooms/" + other + "/messages", Map.of("message_content", "hi", "client_id", "c-1"))
                .expectError(409, "conflict", "client_id");
        try (TestSocket socket = alice.connect()) {
            socket.say(bob, "hi!", "c-1");
            assertEquals("c-1", socket.awaitError("conflict").get("client_id").asText());
        }
        assertEquals(1, alice.messagesWith(bob).size());
    }

    @Test
    void aRetryIsRecognisedBeforeOtherChecks() {
        alice.send(bob, "hi", "c-1").expect(201);
        alice.send(bob, " ", "c-1").expectError(409, "conflict");
        alice.send(bob, "x".repeat(4_001), "c-1").expectError(409, "conflict");
        alice.post("/send_message", Map.of("receiver_id", 9_999_999, "message_content", "hi", "client_id", "c-1"))
                .expectError(409, "conflict");
        alice.post("/send_message", Map.of("room_id", 9_999_999, "message_content", "hi", "client_id", "c-1"))
                .expectError(409, "conflict");
        alice.send(alice, "hi", "c-1").expectError(409, "conflict");
    }

    @Test
    void clientIdsAreSeparateForEachSender() {
        alice.send(bob, "hi", "c-1").expect(201);
        bob.send(alice, "hi", "c-1").expect(201);
        assertEquals(2, alice.messagesWith(bob).size());
    }

    @Test
    void concurrentRetriesAreStoredOnce() {
        List<CompletableFuture<Answer>> sends = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> alice.send(bob, "hi", "c-1")))
                .toList();
        List<Answer> answers = sends.stream().map(CompletableFuture::join).toList();
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 201).count());
        assertEquals(
                49, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(1, answers.stream().map(Answer::json).distinct().count());
        assertEquals(
                1, StoredRows.number(running.get(), "SELECT count(*) FROM messages WHERE sender_id = " + alice.id()));
    }

    @Test
    void aRetryAfterLeavingReturnsTheFirstMessage() {
        Person carol = running.person("carol");
        long group = bob.createGroup("group", alice, carol);
        JsonNode first = alice.post(
                        "/rooms/" + group + "/messages", Map.of("message_content", "hi", "client_id", "g-1"))
                .expect(201)
                .json();
        bob.delete("/rooms/" + group + "/members/" + alice.id()).expect(204);
        Answer again = alice.post("/rooms/" + group + "/messages", Map.of("message_content", "hi", "client_id", "g-1"));
        assertEquals(first, again.expect(200).json());
        alice.post("/rooms/" + group + "/messages", Map.of("message_content", "hi", "client_id", "g-2"))
                .expectError(404, "not_found");
        try (TestSocket socket = alice.connect()) {
            assertEquals(
                    first.get("message"),
                    socket.sayInRoom(group, "hi", "g-1").await("message_sent").get("message"));
        }
        assertEquals(1, bob.messagesIn(group).size());
    }

    @Test
    void aRetryIsRecognisedAfterARestart() {
        JsonNode first = alice.send(bob, "hi", "c-1").expect(201).json();
        running.get().restart();
        assertEquals(first, alice.send(bob, "hi", "c-1").expect(200).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "with space", "ü", "a.b", "\u0000", "x\n"})
    void aClientIdHasOnlyAllowedCharacters(String clientId) {
        alice.send(bob, "hi", clientId).expectError(400, "bad_request", "client_id");
    }

    @Test
    void aClientIdHasUpTo64Characters() {
        alice.send(bob, "hi", "x".repeat(65)).expectError(400, "bad_request", "client_id");
        alice.send(bob, "hi", "Az09-_".repeat(10) + "abcd").expect(201);
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", "x", "client_id", 7))
                .expectError(400, "bad_request", "client_id");
    }
}
