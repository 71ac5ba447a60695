package bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Finds ASCII texts in received bytes. Parsing each frame in full would cost more than all other work. */
public final class Scan {
    private Scan() {}

    public static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    public static boolean startsWith(ByteBuf bytes, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes.getByte(from + i) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** The index just after the first occurrence of {@code part}, or -1. */
    public static int after(ByteBuf bytes, int from, int to, byte[] part) {
        int at = bytes.indexOf(from, to, part[0]);
        while (at >= 0) {
            if (startsWith(bytes, at, to, part)) {
                return at + part.length;
            }
            at = bytes.indexOf(at + 1, to, part[0]);
        }
        return -1;
    }

    /** The number whose first digit is at this place. */
    static long number(ByteBuf bytes, int place) {
        long number = 0;
        for (int i = place; isDigit(bytes.getByte(i)); i++) {
            number = number * 10 + (bytes.getByte(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
