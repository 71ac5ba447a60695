package chat.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/**
 * Adds the fields of other features to messages. Messages in events, history, lists and the export all pass through
 * here. Any thread may call.
 */
final class MessageAssembler {
    private final List<MessagePart> parts = new CopyOnWriteArrayList<>();

    void add(MessagePart part) {
        parts.add(part);
    }

    /** Calls each part once for the whole page. */
    List<Message> assemble(Handle handle, List<Message> page) {
        if (parts.isEmpty() || page.isEmpty()) {
            return page;
        }
        List<Map<String, Object>> values = new ArrayList<>();
        page.forEach(message -> values.add(new LinkedHashMap<>()));
        for (MessagePart part : parts) {
            Map<Long, ?> byId = part.of(handle, page);
            for (int i = 0; i < page.size(); i++) {
                Object value = byId.get(page.get(i).id());
                values.get(i).put(part.name(), value == null ? part.defaultValue() : value);
            }
        }
        List<Message> assembled = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            assembled.add(page.get(i).with(values.get(i)));
        }
        return assembled;
    }

    Message assemble(Handle handle, Message message) {
        return assemble(handle, List.of(message)).get(0);
    }
}
