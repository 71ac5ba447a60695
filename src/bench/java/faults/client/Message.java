package faults.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A message as the server sent it, without {@code is_read}, which follows from the room's read marks. */
public record Message(long id, long roomId, long seq, long rev, long senderId, String content, String clientId) {
    public static Message of(JsonNode json) {
        return new Message(
                json.get("id").asLong(),
                json.get("room_id").asLong(),
                json.get("seq").asLong(),
                json.get("rev").asLong(),
                json.get("sender_id").asLong(),
                json.get("message_content").asText(),
                json.path("client_id").asText(null));
    }
}
