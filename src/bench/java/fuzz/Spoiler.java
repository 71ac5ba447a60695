package fuzz;

import java.io.ByteArrayOutputStream;

/** Changes bytes, whatever they mean. */
final class Spoiler {
    private Spoiler() {}

    static byte[] spoil(Chance chance, byte[] whole) {
        byte[] spoilt = whole;
        for (int i = 1 + chance.below(4); i > 0 && spoilt.length > 0; i--) {
            spoilt = once(chance, spoilt);
        }
        return spoilt;
    }

    private static byte[] once(Chance chance, byte[] whole) {
        int from = chance.below(whole.length);
        int to = Math.min(whole.length, from + 1 + chance.below(40));
        ByteArrayOutputStream spoilt = new ByteArrayOutputStream(whole.length + 40);
        spoilt.write(whole, 0, from);
        switch (chance.below(5)) {
            case 0 -> {
                // a part is missing
            }
            case 1 -> {
                spoilt.write(whole, from, to - from);
                spoilt.write(whole, from, to - from);
            }
            case 2 -> spoilt.writeBytes(chance.bytes(to - from));
            case 3 -> {
                return spoilt.toByteArray();
            }
            default -> {
                spoilt.write(whole[from] ^ (1 << chance.below(8)));
                to = from + 1;
            }
        }
        spoilt.write(whole, to, whole.length - to);
        return spoilt.toByteArray();
    }
}
