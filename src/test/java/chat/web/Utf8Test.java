package chat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.Person;
import chat.testing.RawHttp;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed UTF-8 is refused in every text input. */
class Utf8Test {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final RunningServer running = new RunningServer();

    private static Person alice;
    private static Person bob;

    @BeforeAll
    static void register() {
        alice = running.person("alice");
        bob = running.person("bob");
    }

    /** Bytes as Latin-1 text, so that each character is one byte. */
    static Stream<String> malformed() {
        return Stream.of(
                "\u00c0\u00af", // overlong encoding of a slash
                "\u00c1\u0081",
                "\u00e0\u0080\u00af",
                "\u00f0\u0080\u0080\u00af",
                "\u00ed\u00a0\u0080", // a surrogate
                "\u00f4\u0090\u0080\u0080", // beyond the last code point
                "\u00f5\u0080\u0080\u0080",
                "\u00c3", // truncated
                "\u00e2\u0082",
                "\u0080", // a continuation byte alone
                "\u00ff");
    }

    private static RawHttp send(String request, String type, String body) {
        return RawHttp.send(
                running.get().port(),
                request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: " + alice.sessionCookie()
                        + "\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    private static String escaped(String bytes) {
        StringBuilder escaped = new StringBuilder();
        bytes.chars().forEach(each -> escaped.append(String.format("%%%02x", each)));
        return escaped.toString();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedUtf8IsRefused(String bytes) {
        long before = messages();
        String json = "{\"receiver_id\":" + bob.id() + ",\"message_content\":\"a" + bytes + "b\"}";
        assertEquals(400, send("POST /send_message", JSON, json).status(), "JSON");
        assertEquals(400, send("POST /send_message", JSON, bytes + json).status(), "before JSON");
        String form = "receiver_id=" + bob.id() + "&message_content=a";
        assertEquals(400, send("POST /send_message", FORM, form + bytes).status(), "a form");
        assertEquals(
                400, send("POST /send_message", FORM, form + escaped(bytes)).status(), "a form, escaped");
        assertEquals(before, messages());
        assertEquals(400, send("GET /users?q=" + escaped(bytes), null, "").status(), "a query");
        assertEquals(
                400, send("GET /register?invite=" + escaped(bytes), null, "").status(), "a page's query");
        int path = send("GET /reset/" + escaped(bytes), null, "").status();
        assertEquals(400, path, "a path");
    }

    private static long messages() {
        return StoredRows.number(running.get(), "SELECT count(*) FROM messages");
    }

    @Test
    void wellFormedTextOfEveryLengthIsAccepted() {
        for (String text : List.of("a", "\u00e4", "\u20ac", "\ud83d\ude00", "\ud7ff\ue000\uffff\udbff\udfff")) {
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            String json = "{\"receiver_id\":" + bob.id() + ",\"message_content\":\"" + bytes + "\"}";
            assertEquals(201, send("POST /send_message", JSON, json).status(), text);
            assertEquals(
                    201,
                    send("POST /send_message", JSON, "\u00ef\u00bb\u00bf" + json)
                            .status(),
                    "with a byte order mark");
            assertEquals(200, send("GET /users?q=" + escaped(bytes), null, "").status(), text);
        }
    }
}
