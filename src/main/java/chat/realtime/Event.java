package chat.realtime;

import chat.web.Json;
import java.nio.charset.StandardCharsets;

/**
 * What the server tells over a socket: {@code {"event": name, "data": {…}}}, serialised once however many it goes to.
 *
 * @param bytes its size on the wire
 * @param essential false for what may be dropped when a reader is slow: it is told again, or soon means nothing
 */
public record Event(String text, int bytes, boolean essential) {
    private record Envelope(String event, Object data) {}

    public static Event of(String name, Object data) {
        return of(name, data, true);
    }

    /** Presence and typing: the first to go when a reader is slow. */
    public static Event fleeting(String name, Object data) {
        return of(name, data, false);
    }

    private static Event of(String name, Object data, boolean essential) {
        String text = Json.write(new Envelope(name, data));
        return new Event(text, text.getBytes(StandardCharsets.UTF_8).length, essential);
    }
}
