package chat.browser;

import chat.testing.Person;
import chat.testing.TestSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends messages and creates groups without a browser. */
final class Chatter {
    private Chatter() {}

    /** The texts "message 1", "message 2"…, from the first number to the last. */
    static List<String> numbered(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "message " + number)
                .toList();
    }

    static void send(Person from, Person to, String... texts) {
        send(from, to, List.of(texts));
    }

    /** Sends the texts in order, without pauses. The texts of one person must differ, as the client_id depends on them. */
    static void send(Person from, Person to, List<String> texts) {
        sendAll(from, Map.of("receiver_id", to.id()), texts);
    }

    static void sendToGroup(Person from, long roomId, String... texts) {
        sendAll(from, Map.of("room_id", roomId), List.of(texts));
    }

    private static void sendAll(Person from, Map<String, Object> recipient, List<String> texts) {
        try (TestSocket socket = from.connect()) {
            for (String text : texts) {
                socket.send("send_message", with(recipient, text));
            }
            String last = clientId(texts.get(texts.size() - 1));
            socket.await("message_sent", sent -> sent.get("client_id").asText().equals(last));
        }
    }

    private static Map<String, Object> with(Map<String, Object> recipient, String text) {
        return Stream.of(recipient, Map.of("message_content", text, "client_id", clientId(text)))
                .flatMap(part -> part.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> (Object) entry.getValue()));
    }

    private static String clientId(String text) {
        return "chatter-" + Integer.toHexString(text.hashCode());
    }

    /** Creates a group and returns its room id. */
    static long createGroup(Person owner, String name, Person... others) {
        List<Long> ids = Stream.of(others).map(Person::id).toList();
        return owner.post("/rooms", Map.of("name", name, "user_ids", ids, "client_id", "group-of-" + owner.id()))
                .json()
                .at("/room/id")
                .asLong();
    }
}
