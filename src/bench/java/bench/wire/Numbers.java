package bench.wire;

import io.netty.buffer.ByteBuf;

/** A message's number as it stands in a text: always ten digits with no leading zero, since JSON has none. */
final class Numbers {
    static final int DIGITS = 10;
    /** Stands before the number in a message's content, and nowhere else. */
    static final byte MARK = '~';

    private static final int FIRST = 1_000_000_000;

    private Numbers() {}

    static void write(int number, byte[] text, int place) {
        int rest = FIRST + number;
        for (int i = place + DIGITS - 1; i >= place; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number in the content of a message, or -1 where there is none of ours. */
    static int inContent(ByteBuf bytes, int from, int to) {
        int mark = bytes.indexOf(from, to, MARK);
        return mark < 0 || mark + DIGITS >= to ? -1 : read(bytes, mark + 1);
    }

    static int read(ByteBuf bytes, int place) {
        int number = 0;
        for (int i = place; i < place + DIGITS; i++) {
            number = number * 10 + (bytes.getByte(i) - '0');
        }
        return number - FIRST;
    }
}
