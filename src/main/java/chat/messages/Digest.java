package chat.messages;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest of a message as it was first sent. It identifies a retry with the same client id even after the message has
 * changed. It is 16 bytes of SHA-256 over the JSON {@code [room_id, text, reply_to, forward_of, file_ids]}. Absent
 * fields are null, so digests stay the same when messages get more fields.
 */
record Digest(ByteBuffer value) {
    private static final int BYTES = 16;

    static Digest of(long roomId, String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Digest(ByteBuffer.wrap(sha256.digest(json(roomId, text)), 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Written without the object mapper, which takes longer than the digest. */
    private static byte[] json(long roomId, String text) {
        String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
        return ("[" + roomId + ",\"" + quoted + "\",null,null,null]").getBytes(StandardCharsets.UTF_8);
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
