package soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The broken promises and how often each was seen. Any thread may call. */
final class Findings {
    private static final int SHOWN = 40;

    private final Map<String, LongAdder> all = new ConcurrentHashMap<>();

    void add(String finding) {
        all.computeIfAbsent(finding, key -> new LongAdder()).increment();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public String toString() {
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(SHOWN)
                .map(entry -> "  %,d x %s".formatted(entry.getValue().sum(), entry.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
