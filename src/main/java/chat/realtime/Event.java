package chat.realtime;

import chat.web.Json;
import java.nio.ByteBuffer;

/**
 * What the server tells over a socket: {@code {"event": name, "data": {…}}}, serialised once however many it goes to.
 *
 * @param payload in UTF-8; shared by all it goes to, who each read a duplicate
 * @param essential false for what may be dropped when a reader is slow: it is told again, or soon means nothing
 */
public record Event(ByteBuffer payload, boolean essential) {
    private record Envelope(String event, Object data) {}

    public static Event of(String name, Object data) {
        return new Event(ByteBuffer.wrap(Json.writeBytes(new Envelope(name, data))), true);
    }

    /** Presence and typing: the first to go when a reader is slow. */
    public static Event fleeting(String name, Object data) {
        return new Event(ByteBuffer.wrap(Json.writeBytes(new Envelope(name, data))), false);
    }

    /** In bytes. */
    int size() {
        return payload.remaining();
    }
}
