package soak;

import java.util.List;

/**
 * How a soak goes.
 *
 * @param seconds of hostility
 * @param members of the large group beside the people and the account that does its worst, all with an open socket
 * @param only the strangers whose names begin so; empty: all of them
 * @param judgesLatency whether slow sends break a promise: on a machine that does other work too they are only told
 */
public record Options(int seconds, int members, long seed, List<String> only, boolean judgesLatency) {
    /** The one that is run by hand. */
    static Options tenMinutes() {
        return new Options(600, 900, 1, List.of(), true);
    }

    /** Of a minute with all that belongs to it, for {@code mvn verify}. */
    public static Options oneMinute() {
        return new Options(30, 200, 1, List.of(), false);
    }

    static Options parse(String[] arguments) {
        Options options = tenMinutes();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            options = switch (arguments[i]) {
                case "--seconds" ->
                    new Options(
                            Integer.parseInt(value),
                            options.members,
                            options.seed,
                            options.only,
                            options.judgesLatency);
                case "--members" ->
                    new Options(
                            options.seconds,
                            Integer.parseInt(value),
                            options.seed,
                            options.only,
                            options.judgesLatency);
                case "--seed" ->
                    new Options(
                            options.seconds,
                            options.members,
                            Long.parseLong(value),
                            options.only,
                            options.judgesLatency);
                case "--only" ->
                    new Options(
                            options.seconds,
                            options.members,
                            options.seed,
                            List.of(value.split(",")),
                            options.judgesLatency);
                case "--jar", "--folder" -> options;
                default -> throw new IllegalArgumentException("Unknown option: " + arguments[i]);
            };
        }
        return options;
    }

    boolean has(Stranger stranger) {
        return only.isEmpty() || only.stream().anyMatch(stranger.name()::startsWith);
    }

    int accounts() {
        return Place.PARTNER + members;
    }
}
