package bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of a client. They are masked, as the protocol demands, but with a key of zeros, which changes no byte. */
public final class ClientFrame {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int MASK_BYTES = 4;

    private ClientFrame() {}

    /** A text frame, which can be sent any number of times. */
    public static byte[] text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(int opcode, byte[] payload) {
        int header = payload.length < SHORT_LENGTH ? 2 : 4;
        ByteBuffer frame = ByteBuffer.allocate(header + MASK_BYTES + payload.length);
        frame.put((byte) (FIN | opcode));
        if (header == 2) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
        }
        frame.position(header + MASK_BYTES);
        return frame.put(payload).array();
    }
}
