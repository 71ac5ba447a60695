package chat.conversations;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.TestSocket;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A client that follows the protocol: it loads its rooms when it connects, catches up with {@code changes}, and from
 * then on relies on events alone.
 */
final class ModelClient {
    /** The client's state of a room. */
    private static final class Room {
        String kind;
        String name;
        long rev;
        long readSeq;
        long allReadSeq;
        final Map<Long, JsonNode> messages = new TreeMap<>();

        long lastSeq() {
            return messages.keySet().stream().mapToLong(seq -> seq).max().orElse(0);
        }
    }

    private final Person person;
    private final Map<Long, Room> rooms = new TreeMap<>();
    private TestSocket socket;

    ModelClient(Person person) {
        this.person = person;
        connect();
    }

    Person person() {
        return person;
    }

    TestSocket socket() {
        return socket;
    }

    void disconnect() {
        if (socket != null) {
            socket.raw().sendClose(1000, "").join();
            socket.awaitClose();
            socket = null;
        }
    }

    /** Opens the socket before it loads the rooms, so that no change is missed in between. */
    void connect() {
        socket = person.connect();
        TreeSet<Long> mine = new TreeSet<>();
        for (JsonNode room : person.get("/rooms?limit=200").expect(200).json().get("rooms")) {
            mine.add(room.get("id").asLong());
            Room known = rooms.computeIfAbsent(room.get("id").asLong(), id -> new Room());
            boolean behind = known.rev < room.get("rev").asLong();
            apply(known, room, behind);
            if (behind) {
                catchUp(room.get("id").asLong(), known);
            }
        }
        rooms.keySet().retainAll(mine);
    }

    /** Events may be late. The state with the higher rev is kept, and within a rev marks only rise. */
    private void apply(Room known, JsonNode room, boolean newer) {
        known.kind = room.get("kind").asText();
        known.name = room.get("name").asText();
        known.readSeq = Math.max(known.readSeq, room.get("read_seq").asLong());
        long allRead = room.get("all_read_seq").asLong();
        if (newer) {
            known.allReadSeq = allRead;
        } else if (room.get("rev").asLong() == known.rev) {
            known.allReadSeq = Math.max(known.allReadSeq, allRead);
        }
    }

    private void catchUp(long roomId, Room known) {
        JsonNode changes;
        do {
            Answer answer = person.get("/rooms/" + roomId + "/changes?limit=3&after=" + known.rev);
            if (answer.status() == 404) {
                rooms.remove(roomId); // removed meanwhile, and the event is still to come
                return;
            }
            changes = answer.expect(200).json();
            changes.get("messages").forEach(message -> keep(known, message));
            known.rev = changes.get("rev").asLong();
            known.readSeq = changes.get("read_seq").asLong();
            known.allReadSeq = changes.get("all_read_seq").asLong();
        } while (changes.get("has_more").booleanValue());
    }

    /** Drops {@code is_read}, which follows from the marks. */
    private static void keep(Room known, JsonNode message) {
        known.messages.put(message.get("seq").asLong(), ((ObjectNode) message.deepCopy()).without("is_read"));
    }

    /** Applies the events received so far. */
    void applyEvents() {
        if (socket == null) {
            return;
        }
        for (TestSocket.Event event : socket.takeAll()) {
            switch (event.name()) {
                case "new_message", "message_sent" -> applyMessage(event.data().get("message"));
                case "messages_read" -> markRead(event.data());
                case "room" -> {
                    JsonNode room = event.data().get("room");
                    Room known = rooms.computeIfAbsent(room.get("id").asLong(), id -> new Room());
                    boolean newer = known.rev < room.get("rev").asLong();
                    apply(known, room, newer);
                    if (newer) {
                        catchUp(room.get("id").asLong(), known);
                    }
                }
                case "room_removed" -> rooms.remove(event.data().get("room_id").asLong());
                case "stop_typing" -> {}
                default -> throw new AssertionError("Unexpected: " + event);
            }
        }
    }

    private void applyMessage(JsonNode message) {
        long roomId = message.get("room_id").asLong();
        Room known = rooms.get(roomId);
        if (known == null) {
            if (message.get("receiver_id").isNull()) {
                return; // this client has left the group
            }
            known = rooms.computeIfAbsent(roomId, id -> new Room());
            known.kind = "direct";
            JsonNode other = person.get("/rooms/" + roomId).expect(200).json().get("room");
            known.name = other.get("name").asText();
        }
        if (message.get("rev").asLong() > known.rev + 1) {
            catchUp(roomId, known);
            return;
        }
        keep(known, message);
        known.rev = Math.max(known.rev, message.get("rev").asLong());
        long seq = message.get("seq").asLong();
        if (message.get("sender_id").asLong() == person.id()) {
            known.readSeq = Math.max(known.readSeq, seq);
        } else if (known.kind.equals("direct")) {
            known.allReadSeq = Math.max(known.allReadSeq, seq);
        }
    }

    private void markRead(JsonNode data) {
        Room known = rooms.get(data.get("room_id").asLong());
        if (known == null) {
            return;
        }
        long seq = data.get("seq").asLong();
        if (data.get("user_id").asLong() == person.id()) {
            known.readSeq = Math.max(known.readSeq, seq);
        } else {
            known.allReadSeq = data.get("user_id").isNull() ? seq : Math.max(known.allReadSeq, seq);
        }
    }

    /** The state of this client. */
    Map<Long, String> shown() {
        Map<Long, String> shown = new TreeMap<>();
        rooms.forEach((id, room) -> shown.put(
                id,
                describe(
                        room.kind, room.name, room.rev, room.readSeq, room.allReadSeq, room.lastSeq(), room.messages)));
        return shown;
    }

    /** The state of a client that loads everything now. */
    Map<Long, String> fresh() {
        Map<Long, String> fresh = new TreeMap<>();
        for (JsonNode room : person.get("/rooms?limit=200").expect(200).json().get("rooms")) {
            long id = room.get("id").asLong();
            Map<Long, JsonNode> messages = new HashMap<>();
            person.get("/rooms/" + id + "/messages?limit=200")
                    .expect(200)
                    .json()
                    .get("messages")
                    .forEach(message ->
                            messages.put(message.get("seq").asLong(), ((ObjectNode) message).without("is_read")));
            fresh.put(
                    id,
                    describe(
                            room.get("kind").asText(),
                            room.get("name").asText(),
                            room.get("rev").asLong(),
                            room.get("read_seq").asLong(),
                            room.get("all_read_seq").asLong(),
                            room.get("last_seq").asLong(),
                            new TreeMap<>(messages)));
        }
        return fresh;
    }

    private static String describe(
            String kind, String name, long rev, long read, long allRead, long last, Map<Long, JsonNode> messages) {
        return kind + " " + name + " rev " + rev + " read " + read + " all " + allRead + " last " + last + " "
                + messages.values();
    }
}
