package soak;

import java.util.List;

/**
 * The options of a soak.
 *
 * @param seconds the length of the attack
 * @param members the members of the large group besides the people and the hostile account, each with a socket
 * @param seed the seed of all random choices
 * @param only prefixes of the names of the attackers to run; empty for all attackers
 * @param judgesLatency whether slow messages break a promise. If not, their latency is only reported
 */
public record Options(int seconds, int members, long seed, List<String> only, boolean judgesLatency) {
    /** The short form for tests, which run next to other work. */
    public static Options shortForm(int seconds) {
        return new Options(seconds, 200, 1, List.of(), false);
    }

    /** Parses the command line. The default is ten minutes. */
    static Options parse(String[] arguments) {
        int seconds = 600;
        int members = 900;
        long seed = 1;
        List<String> only = List.of();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--members" -> members = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--only" -> only = List.of(value.split(","));
                case "--jar", "--folder" -> {
                    // main parses these
                }
                default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
            }
        }
        return new Options(seconds, members, seed, only, true);
    }

    boolean has(Attacker attacker) {
        return only.isEmpty() || only.stream().anyMatch(attacker.name()::startsWith);
    }

    int accounts() {
        return TargetInfo.PARTNER + members;
    }
}
