package faults;

import faults.client.Behaviour;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a run goes.
 *
 * @param rounds how often everything is broken
 * @param rate messages a second, over all clients
 * @param seed of everything that is left to chance
 * @param control what is broken on purpose, to see that it is found; null for nothing
 * @param jar the server
 * @param folder an empty one of its own
 */
record Options(int rounds, int rate, long seed, String control, Path jar, Path folder) {
    /** @param controls the names of those that this harness has */
    static Options parse(String[] arguments, List<String> controls) {
        int rounds = 20;
        int rate = 2_000;
        long seed = System.nanoTime();
        String control = null;
        Path jar = Path.of("target", "chat.jar");
        Path folder = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--rate" -> rate = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--control" -> control = value;
                case "--jar" -> jar = Path.of(value);
                case "--folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
            }
        }
        if (control != null && !controls.contains(control)) {
            throw new IllegalArgumentException("The controls are " + controls);
        }
        return new Options(rounds, rate, seed, control, jar.toAbsolutePath(), folder);
    }

    /** The names of the ways to break a client. */
    static List<String> behaviours() {
        return Stream.of(Behaviour.values())
                .filter(way -> way != Behaviour.RIGHT)
                .map(Options::name)
                .toList();
    }

    /** The client's part of the control. */
    Behaviour behaviour() {
        return Arrays.stream(Behaviour.values())
                .filter(way -> name(way).equals(control))
                .findFirst()
                .orElse(Behaviour.RIGHT);
    }

    private static String name(Behaviour way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
