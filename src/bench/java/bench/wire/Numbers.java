package bench.wire;

import io.netty.buffer.ByteBuf;

/** A message's number in text form: always ten digits without a leading zero, which JSON does not allow. */
final class Numbers {
    static final int DIGITS = 10;
    /** Precedes the number in a message's content, and occurs nowhere else. */
    static final byte PREFIX = '~';

    private static final int FIRST = 1_000_000_000;

    private Numbers() {}

    static void write(int number, byte[] text, int place) {
        int rest = FIRST + number;
        for (int i = place + DIGITS - 1; i >= place; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number in the content of a message, or -1 if this run did not send it. */
    static int inContent(ByteBuf bytes, int from, int to) {
        int prefix = bytes.indexOf(from, to, PREFIX);
        return prefix < 0 || prefix + DIGITS >= to ? -1 : read(bytes, prefix + 1);
    }

    static int read(ByteBuf bytes, int place) {
        int number = 0;
        for (int i = place; i < place + DIGITS; i++) {
            number = number * 10 + (bytes.getByte(i) - '0');
        }
        return number - FIRST;
    }
}
