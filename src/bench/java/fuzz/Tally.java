package fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the outcomes of a run and collects its findings. Any thread may call. */
public final class Tally {
    private static final int SHOWN = 20;
    private static final int SHOWN_LENGTH = 1_500;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private final LongAdder findingCount = new LongAdder();

    public void count(String what) {
        count(what, 1);
    }

    public void count(String what, int times) {
        counts.computeIfAbsent(what, key -> new LongAdder()).add(times);
    }

    /** @param sent the bytes that led to the finding; empty if unknown */
    public void addFinding(String what, byte[] sent) {
        findingCount.increment();
        if (findingCount.sum() <= SHOWN) {
            findings.add(what + (sent.length == 0 ? "" : " after " + readable(sent)));
        }
    }

    private static String readable(byte[] sent) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(sent.length, SHOWN_LENGTH); i++) {
            int unit = sent[i] & 0xff;
            text.append(
                    unit >= ' ' && unit < 127 && unit != '\\'
                            ? String.valueOf((char) unit)
                            : "\\x%02x".formatted(unit));
        }
        return text + (sent.length > SHOWN_LENGTH ? "... (" + sent.length + " bytes)" : "");
    }

    public long findingCount() {
        return findingCount.sum();
    }

    @Override
    public String toString() {
        String all = new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> "%,12d  %s".formatted(entry.getValue().sum(), entry.getKey()))
                        .collect(Collectors.joining("\n"));
        return all + (findings.isEmpty() ? "" : "\nFINDINGS (" + findingCount + ")\n" + String.join("\n", findings));
    }
}
