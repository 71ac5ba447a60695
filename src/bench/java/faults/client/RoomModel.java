package faults.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A room as its client knows it: what it was told, in whatever order and however often. Not for several threads. */
final class RoomModel {
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    /** Every change up to this one is known. */
    private long rev;

    private long readSeq;
    private long allReadSeq;

    /** Takes what an event told; false when something before it is missing. */
    boolean add(Message message) {
        put(message);
        if (message.rev() == rev + 1) {
            rev = message.rev();
        }
        return message.rev() <= rev;
    }

    /** Takes a page of what changed. */
    void add(JsonNode changes) {
        changes.get("messages").forEach(message -> put(Message.of(message)));
        rev = Math.max(rev, changes.get("rev").asLong());
        readUpTo(changes.get("read_seq").asLong());
        othersReadUpTo(changes.get("all_read_seq").asLong());
    }

    private void put(Message message) {
        messages.merge(message.seq(), message, (known, told) -> told.rev() > known.rev() ? told : known);
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

    /** What differs between this and what a fresh load shows to that user. */
    List<String> differences(RoomModel fresh, long userId) {
        List<String> differences = new ArrayList<>();
        fresh.messages.forEach((seq, message) -> {
            Message known = messages.get(seq);
            if (!message.equals(known)) {
                differences.add("has " + known + " in place of " + message);
            }
        });
        messages.forEach((seq, message) -> {
            if (!fresh.messages.containsKey(seq)) {
                differences.add("has what a fresh load does not show: " + message);
            }
        });
        if (readSeq != fresh.readSeq) {
            differences.add("has read_seq " + readSeq + " in place of " + fresh.readSeq);
        }
        if (read(allReadSeq, userId) != read(fresh.allReadSeq, userId)) {
            differences.add("has all_read_seq " + allReadSeq + " in place of " + fresh.allReadSeq);
        }
        return differences;
    }

    /** How many of that user's messages are read. The mark itself may lag, where it lies on messages of others. */
    private long read(long mark, long userId) {
        return messages.headMap(mark, true).values().stream()
                .filter(message -> message.senderId() == userId)
                .count();
    }
}
