package soak;

import java.util.List;

/**
 * How a soak goes.
 *
 * @param seconds of hostility
 * @param members of the large group beside the people and the account that does its worst, all with an open socket
 * @param seed of all that is left to random
 * @param only the attackers whose names begin so; empty: all of them
 * @param judgesLatency whether slow sends break a promise; where other work runs beside it they are only told
 */
public record Options(int seconds, int members, long seed, List<String> only, boolean judgesLatency) {
    /** The form for a test, which runs beside other work. */
    public static Options shortForm(int seconds) {
        return new Options(seconds, 200, 1, List.of(), false);
    }

    /** Ten minutes, unless the command line has it otherwise. */
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
                    // read by who starts the server
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
