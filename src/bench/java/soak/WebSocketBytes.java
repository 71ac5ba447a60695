package soak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of WebSockets: the request that opens one, and frames with any header. */
final class WebSocketBytes {
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private WebSocketBytes() {}

    static byte[] request(TargetInfo target, int userId) {
        return request(target, "Cookie: " + target.cookie(userId)).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param header a header line that identifies the client */
    static String request(TargetInfo target, String header) {
        return "GET /ws HTTP/1.1\r\nHost: " + target.host()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n";
    }

    /**
     * A frame masked with zeros.
     *
     * @param first its first byte: the FIN bit and the opcode
     */
    static byte[] frame(int first, byte[] payload) {
        int header = payload.length < 126 ? 2 : payload.length < 1 << 16 ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(header + MASK_BYTES + payload.length);
        frame.put((byte) first);
        switch (header) {
            case 2 -> frame.put((byte) (MASKED | payload.length));
            case 4 -> frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
            default -> frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.position(header + MASK_BYTES);
        return frame.put(payload).array();
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] repeat(int count, byte[] frame) {
        byte[] all = new byte[count * frame.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }
}
