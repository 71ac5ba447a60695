package chat.messages;

import chat.web.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A digest of a message as it was first sent. It identifies a retry with the same client id even after the message has
 * changed. It is 16 bytes of SHA-256 over the JSON {@code [room_id, text, reply_to, forward_of, file_ids]}. Absent
 * fields are null, so digests stay the same when messages get more fields.
 */
record Digest(ByteBuffer value) {
    private static final int BYTES = 16;

    static Digest of(long roomId, String text) {
        try {
            byte[] json = Json.writeBytes(Arrays.asList(roomId, text, null, null, null));
            return new Digest(
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json), 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static Digest of(byte[] stored) {
        return new Digest(ByteBuffer.wrap(stored));
    }

    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        value.duplicate().get(bytes);
        return bytes;
    }
}
