package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import chat.testing.TestSocket;
import chat.web.ApiError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operation for edits, deletions and reactions, tested with a change of the text. */
class MessageChangeTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private static MessageChange text(String text) {
        return (handle, message, rev) ->
                handle.execute("UPDATE messages SET message_content = ? WHERE id = ?", text, message.id());
    }

    private Message change(Person caller, JsonNode message, MessageChange change) {
        return running.get()
                .messages()
                .change(caller.id(), message.get("id").asLong(), change)
                .join();
    }

    private JsonNode send(String text, String clientId) {
        return alice.send(bob, text, clientId).json().get("message");
    }

    /** In hexadecimal. */
    private String storedDigest(JsonNode message) {
        String query =
                "SELECT digest FROM messages WHERE id = " + message.get("id").asLong();
        return StoredRows.hexadecimals(running.get(), query).get(0);
    }

    @Test
    void aChangeGetsTheNextRevAndIsSent() {
        JsonNode first = send("hi", "c-1");
        JsonNode second = send("there", "c-2");
        try (TestSocket toBob = bob.connect();
                TestSocket toAlice = alice.connect()) {
            change(alice, first, text("hello"));
            for (TestSocket socket : List.of(toBob, toAlice)) {
                JsonNode event = socket.await("message_changed");
                assertEquals(3, event.at("/message/rev").asLong());
                assertEquals("[3]", event.get("revs").toString());
                assertEquals("hello", event.at("/message/message_content").asText());
                assertEquals(1, event.at("/message/seq").asLong());
            }
        }
        long room = first.get("room_id").asLong();
        JsonNode changes =
                bob.get("/rooms/" + room + "/changes?after=1").expect(200).json();
        assertEquals(List.of("there", "hello"), changes.get("messages").findValuesAsText("message_content"));
        assertEquals(3, changes.get("rev").asLong());
        assertEquals(4, send("more", "c-3").get("rev").asLong());
        assertEquals(2, second.get("rev").asLong());
    }

    @Test
    void aRetryAfterAChangeIsRecognised() {
        JsonNode first = send("hi", "c-1");
        change(alice, first, text("hello"));
        JsonNode again = alice.send(bob, "hi", "c-1").expect(200).json().get("message");
        assertEquals(first.get("id"), again.get("id"));
        assertEquals("hello", again.get("message_content").asText());
        alice.send(bob, "hello", "c-1").expectError(409, "conflict", "client_id");
        running.get().restart();
        alice.send(bob, "hi", "c-1").expect(200);
        assertEquals(1, alice.messagesWith(bob).size());
    }

    @Test
    void aMessageIsStoredWithTheDigestOfWhatWasSent() {
        JsonNode first = send("hi", "c-1");
        String expected = HexFormat.of()
                .formatHex(Digest.of(first.get("room_id").asLong(), "hi").bytes());
        assertEquals(expected, storedDigest(first));
        change(alice, first, text("hello"));
        assertEquals(expected, storedDigest(first));
    }

    @Test
    void aRowWithoutADigestGetsOneAtItsFirstChange() {
        JsonNode first = send("hi", "c-1");
        StoredRows.change(
                running.get(),
                "UPDATE messages SET digest = NULL WHERE id = "
                        + first.get("id").asLong());
        alice.send(bob, "hi", "c-1").expect(200);
        alice.send(bob, "hi!", "c-1").expectError(409, "conflict", "client_id");
        change(alice, first, text("hello"));
        alice.send(bob, "hi", "c-1").expect(200);
        alice.send(bob, "hello", "c-1").expectError(409, "conflict", "client_id");
        change(alice, first, text("hello again"));
        alice.send(bob, "hi", "c-1").expect(200);
        assertEquals(32, storedDigest(first).length());
    }

    @Test
    void aRefusedChangeChangesNothing() {
        JsonNode first = send("hi", "c-1");
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> change(alice, first, (handle, message, rev) -> {
                    text("lost").apply(handle, message, rev);
                    throw ApiError.badRequest("No.");
                }));
        assertInstanceOf(ApiError.class, refused.getCause());
        assertEquals(first, bob.messagesWith(alice).get(0));
        assertEquals(2, send("more", "c-2").get("rev").asLong());
    }

    @Test
    void onlyMembersChangeAMessage() {
        JsonNode first = send("hi", "c-1");
        Person carol = running.person("carol");
        assertThrows(CompletionException.class, () -> change(carol, first, text("mine")));
        assertEquals(first, bob.messagesWith(alice).get(0));
    }

    @Test
    void theDigestCoversTheDocumentedFields() {
        // SHA-256 of [7,"h\u00fc",null,null,null] in UTF-8, its first 16 bytes. Later fields must not change it.
        byte[] digest = Digest.of(7, "h\u00fc").bytes();
        assertEquals("de3ae3f5fca64230178edb116000bc4b", HexFormat.of().formatHex(digest));
    }
}
