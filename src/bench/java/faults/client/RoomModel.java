package faults.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of a room in a client. Events may come in any order and more than once. Not thread-safe. */
final class RoomModel {
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    /** All changes up to this one are known. */
    private long rev;

    private long readSeq;
    private long allReadSeq;

    /** Adds the message of an event; returns false if an earlier change is missing. */
    boolean add(Message message) {
        put(message);
        if (message.rev() == rev + 1) {
            rev = message.rev();
        }
        return message.rev() <= rev;
    }

    /** Adds a page of changes. */
    void add(JsonNode changes) {
        changes.get("messages").forEach(message -> put(Message.of(message)));
        rev = Math.max(rev, changes.get("rev").asLong());
        readUpTo(changes.get("read_seq").asLong());
        othersReadUpTo(changes.get("all_read_seq").asLong());
    }

    private void put(Message message) {
        messages.merge(message.seq(), message, (known, received) -> received.rev() > known.rev() ? received : known);
    }

    void readUpTo(long seq) {
        readSeq = Math.max(readSeq, seq);
    }

    void othersReadUpTo(long seq) {
        allReadSeq = Math.max(allReadSeq, seq);
    }

    long rev() {
        return rev;
    }

    long lastSeq() {
        return messages.isEmpty() ? 0 : messages.lastKey();
    }

    Map<Long, Message> messages() {
        return messages;
    }

    /** The differences between this model and that user's fresh load. */
    List<String> differences(RoomModel fresh, long userId) {
        List<String> differences = new ArrayList<>();
        fresh.messages.forEach((seq, message) -> {
            Message known = messages.get(seq);
            if (!message.equals(known)) {
                differences.add("has " + known + " instead of " + message);
            }
        });
        messages.forEach((seq, message) -> {
            if (!fresh.messages.containsKey(seq)) {
                differences.add("has a message that a fresh load does not show: " + message);
            }
        });
        if (readSeq != fresh.readSeq) {
            differences.add("has read_seq " + readSeq + " instead of " + fresh.readSeq);
        }
        if (read(allReadSeq, userId) != read(fresh.allReadSeq, userId)) {
            differences.add("has all_read_seq " + allReadSeq + " instead of " + fresh.allReadSeq);
        }
        return differences;
    }

    /** The number of that user's messages that are read. The mark itself may lag behind on messages of others. */
    private long read(long mark, long userId) {
        return messages.headMap(mark, true).values().stream()
                .filter(message -> message.senderId() == userId)
                .count();
    }
}
