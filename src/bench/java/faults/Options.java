package faults;

import faults.client.Behaviour;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The options of a run.
 *
 * @param rounds the number of rounds, each with a disaster
 * @param rate messages a second from all clients together
 * @param seed the seed of all random choices
 * @param control the fault that the run must detect; null for none
 * @param jar the server's jar
 * @param folder an empty folder for the run
 */
record Options(int rounds, int rate, long seed, String control, Path jar, Path folder) {
    /** @param controls the names of the controls that this harness has */
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

    /** The names of the controls that break a client. */
    static List<String> behaviours() {
        return Stream.of(Behaviour.values())
                .filter(behaviour -> behaviour != Behaviour.RIGHT)
                .map(Options::name)
                .toList();
    }

    /** The behaviour of the clients under this control. */
    Behaviour behaviour() {
        return Arrays.stream(Behaviour.values())
                .filter(behaviour -> name(behaviour).equals(control))
                .findFirst()
                .orElse(Behaviour.RIGHT);
    }

    private static String name(Behaviour behaviour) {
        return behaviour.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
