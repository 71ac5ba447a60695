package faults.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The findings of a run: counts by kind, and descriptions of the first of each kind. */
public final class Findings {
    /** The kinds of faults. */
    public enum Kind {
        /** An acknowledged message is missing, or differs from its acknowledgement. */
        LOST,
        /** A message exists more than once. */
        DOUBLED,
        /** {@code seq} or {@code rev} has a gap or a duplicate. */
        GAP,
        /** A client's model differs from a fresh load. */
        DIFFERENT,
        /** A client received an event that contradicts an earlier one. */
        CONTRADICTED,
        /** SQLite's integrity check failed. */
        CORRUPT,
        /** The server did not recover, or clients got no acknowledgement in time. */
        STUCK,
        /** The server recovered, but not soon enough. */
        SLOW
    }

    private static final int MAX_DESCRIBED = 3;
    private static final int MAX_DESCRIPTION_LENGTH = 300;

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final StringBuilder descriptions = new StringBuilder();

    public void add(Kind kind, String description) {
        if (counts.merge(kind, 1, Integer::sum) <= MAX_DESCRIBED) {
            String line = "  " + kind + ": " + description;
            descriptions
                    .append(line, 0, Math.min(line.length(), MAX_DESCRIPTION_LENGTH))
                    .append('\n');
        }
    }

    public void addAll(Kind kind, List<String> all) {
        all.forEach(description -> add(kind, description));
    }

    public boolean none() {
        return counts.isEmpty();
    }

    /** Whether a run can go on: a slow recovery does not affect later rounds. */
    public boolean noneButSlow() {
        return counts.keySet().stream().allMatch(kind -> kind == Kind.SLOW);
    }

    /** The counts, such as {@code LOST 3, GAP 1}. */
    public String summary() {
        return none()
                ? "ok"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** The summary and the first findings of each kind, one a line. */
    @Override
    public String toString() {
        return summary() + "\n" + descriptions;
    }
}
