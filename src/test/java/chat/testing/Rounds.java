package chat.testing;

import java.util.List;
import java.util.stream.IntStream;

/** The size of the longest tests: a part in each build, and all of it with {@code mvn verify -Pfull}. */
public final class Rounds {
    private static final int EVERY = 3;
    private static final boolean FULL = Boolean.getBoolean("full");

    private Rounds() {}

    public static int of(int few, int all) {
        return FULL ? all : few;
    }

    /** All cases in a full run, otherwise every third. */
    public static <T> List<T> of(List<T> cases) {
        return FULL
                ? cases
                : IntStream.range(0, cases.size())
                        .filter(i -> i % EVERY == 0)
                        .mapToObj(cases::get)
                        .toList();
    }
}
