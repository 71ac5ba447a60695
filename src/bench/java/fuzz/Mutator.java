package fuzz;

import java.io.ByteArrayOutputStream;

/** Mutates bytes regardless of their meaning. */
final class Mutator {
    private Mutator() {}

    static byte[] mutate(Randomness random, byte[] whole) {
        byte[] mutated = whole;
        for (int i = 1 + random.below(4); i > 0 && mutated.length > 0; i--) {
            mutated = mutateOnce(random, mutated);
        }
        return mutated;
    }

    private static byte[] mutateOnce(Randomness random, byte[] whole) {
        int from = random.below(whole.length);
        int to = Math.min(whole.length, from + 1 + random.below(40));
        ByteArrayOutputStream mutated = new ByteArrayOutputStream(whole.length + 40);
        mutated.write(whole, 0, from);
        switch (random.below(5)) {
            case 0 -> {
                // drops this part
            }
            case 1 -> {
                mutated.write(whole, from, to - from);
                mutated.write(whole, from, to - from);
            }
            case 2 -> mutated.writeBytes(random.bytes(to - from));
            case 3 -> {
                return mutated.toByteArray();
            }
            default -> {
                mutated.write(whole[from] ^ (1 << random.below(8)));
                to = from + 1;
            }
        }
        mutated.write(whole, to, whole.length - to);
        return mutated.toByteArray();
    }
}
