package fuzz;

import java.util.List;
import java.util.Random;

/** Random choices, reproducible by a seed. */
final class Randomness {
    private final Random random;

    Randomness(long seed) {
        random = new Random(seed);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A number from 0 up to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
