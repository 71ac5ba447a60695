package chat.realtime;

import chat.web.Json;
import java.nio.ByteBuffer;

/**
 * An event for clients: {@code {"event": name, "data": {…}}}. It is serialised once, however many sockets it goes to.
 *
 * @param payload UTF-8, shared by all receivers; each reads a duplicate
 * @param essential false if the event may be dropped for a slow reader, because it will be sent again or is soon out
 *     of date
 */
public record Event(ByteBuffer payload, boolean essential) {
    private record Envelope(String event, Object data) {}

    public static Event of(String name, Object data) {
        return new Event(ByteBuffer.wrap(Json.writeBytes(new Envelope(name, data))), true);
    }

    /** Presence and typing. These are the first to be dropped for a slow reader. */
    public static Event fleeting(String name, Object data) {
        return new Event(ByteBuffer.wrap(Json.writeBytes(new Envelope(name, data))), false);
    }

    int size() {
        return payload.remaining();
    }
}
