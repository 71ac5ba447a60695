package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.TestSocket;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person alice;
    private static Person bob;

    @BeforeAll
    static void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    private static String newest() {
        return bob.get("/messages/" + alice.id() + "?limit=1")
                .expect(200)
                .json()
                .at("/messages/0/message_content")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  kept  ",
                "line\nbreak\r\nand\rmore\n",
                "\ttab",
                "<script>alert(1)</script> & &amp; \"quoted\" 'too'",
                "\u202eright to left\u202c שלום مرحبا",
                "e\u0301 is not \u00e9",
                "zero\u200Bwidth\u200D\uFEFF",
                "👩‍👩‍👧‍👦 🇩🇪 👍🏽 𝔘",
                "\u0001\u001F\u007F\u0085",
                "\uFFFD\uFFFE\uFFFF",
                "a\u2028b\u2029",
                "\uDBFF\uDFFF",
                "{\"event\":\"send_message\"}",
                "\\u0000 \\n",
                "Z̸̡͍a̵l̶g̷o̶",
            })
    void textsAreStoredUnchanged(String text) {
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", text))
                .expect(201);
        assertEquals(text, newest());
        try (TestSocket toBob = bob.connect();
                TestSocket socket = alice.connect()) {
            socket.send(
                    "send_message",
                    Map.of("receiver_id", bob.id(), "message_content", text, "client_id", running.uniqueName("c")));
            assertEquals(
                    text,
                    socket.await("message_sent").at("/message/message_content").asText());
            assertEquals(
                    text,
                    toBob.await("new_message").at("/message/message_content").asText());
        }
        alice.form("/send_message", Map.of("receiver_id", bob.id(), "message_content", text))
                .expect(201);
        assertEquals(text, newest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r ", "\u00A0", "\u2003\u3000", "\u2028"})
    void aBlankTextIsRefused(String text) {
        alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", text))
                .expectError(400, "bad_request", "message_content");
        alice.form("/send_message", Map.of("receiver_id", bob.id(), "message_content", text))
                .expectError(400, "bad_request", "message_content");
    }

    @Test
    void aTextHasUpTo4000Characters() {
        for (String character : new String[] {"x", "ü", "😀", "\u0001"}) {
            alice.say(bob, character.repeat(4_000));
            assertEquals(character.repeat(4_000), newest());
            alice.post("/send_message", Map.of("receiver_id", bob.id(), "message_content", character.repeat(4_001)))
                    .expectError(400, "bad_request", "message_content");
        }
        alice.form("/send_message", Map.of("receiver_id", bob.id(), "message_content", "😀".repeat(4_000)))
                .expect(201);
        try (TestSocket socket = alice.connect()) {
            socket.say(bob, "😀".repeat(4_000), "long").await("message_sent");
            socket.say(bob, "😀".repeat(4_001), "longer");
            assertEquals(
                    "longer", socket.awaitError("bad_request").get("client_id").asText());
        }
    }

    @Test
    void theLongestTextFitsWithEveryCharacterEscaped() {
        String body =
                "{\"receiver_id\":" + bob.id() + ",\"message_content\":\"" + "\\ud83d\\ude00".repeat(4_000) + "\"}";
        alice.post("/send_message", "application/json", body).expect(201);
        assertEquals("😀".repeat(4_000), newest());
        String form = "receiver_id=" + bob.id() + "&message_content=" + "%F0%9F%98%80".repeat(4_000);
        alice.post("/send_message", "application/x-www-form-urlencoded", form).expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud83d", "\\ude00\\ud83d", "x\\udc00", "\\ud83d\\ud83d\\ude00"})
    void nulAndLoneSurrogatesAreRefused(String escaped) {
        String data = "{\"receiver_id\":" + bob.id() + ",\"message_content\":\"" + escaped + "\",\"client_id\":\"n\"}";
        alice.post("/send_message", "application/json", data).expectError(400, "bad_request", "message_content");
        try (TestSocket socket = alice.connect()) {
            socket.sendText("{\"event\":\"send_message\",\"data\":" + data + "}");
            assertEquals("n", socket.awaitError("bad_request").get("client_id").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00", "%ED%A0%80", "%FF", "%zz", "%F0%9F"})
    void aMalformedFormIsRefused(String encoded) {
        alice.post(
                        "/send_message",
                        "application/x-www-form-urlencoded",
                        "receiver_id=" + bob.id() + "&message_content=" + encoded)
                .expectError(400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "[]", "{}", "[\"x\"]"})
    void aTextMustBeAString(String json) {
        alice.post(
                        "/send_message",
                        "application/json",
                        "{\"receiver_id\":" + bob.id() + ",\"message_content\":" + json + "}")
                .expectError(400, "bad_request", "message_content");
    }
}
