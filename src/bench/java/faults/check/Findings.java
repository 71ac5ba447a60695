package faults.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found to be wrong: counted by kind, and the first of each described. */
public final class Findings {
    /** What must never be. */
    public enum Kind {
        /** An acknowledged message is not there, or not as acknowledged. */
        LOST,
        /** One message is there more than once. */
        DOUBLED,
        /** {@code seq} or {@code rev} does not count 1, 2, 3… */
        GAP,
        /** A client knows otherwise than a fresh load shows. */
        DIFFERENT,
        /** A client was told what contradicts what it was told before. */
        CONTRADICTED,
        /** SQLite's own check of the file. */
        CORRUPT,
        /** Did not serve again, or clients did not get through. */
        STUCK,
        /** Served again, but not soon enough. */
        SLOW
    }

    private static final int DESCRIBED = 3;
    private static final int DESCRIPTION = 300;

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final StringBuilder descriptions = new StringBuilder();

    public void add(Kind kind, String description) {
        if (counts.merge(kind, 1, Integer::sum) <= DESCRIBED) {
            String line = "  " + kind + ": " + description;
            descriptions.append(line, 0, Math.min(line.length(), DESCRIPTION)).append('\n');
        }
    }

    public void addAll(Kind kind, List<String> all) {
        all.forEach(description -> add(kind, description));
    }

    public boolean none() {
        return counts.isEmpty();
    }

    /** Whether it makes sense to go on: being slow spoils nothing that comes after it. */
    public boolean noneButSlow() {
        return counts.keySet().stream().allMatch(kind -> kind == Kind.SLOW);
    }

    /** Such as {@code LOST 3, GAP 1}. */
    public String summary() {
        return none()
                ? "ok"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** The summary, and the first findings of each kind, a line each. */
    @Override
    public String toString() {
        return summary() + "\n" + descriptions;
    }
}
