package bench.traffic;

import bench.measure.Latencies;
import bench.measure.Report;
import bench.wire.Connection;
import bench.wire.Listener;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Tracks the messages in flight: when each was due, and which deliveries and acknowledgements are outstanding. A
 * message is complete once every recipient has it and its sender has the acknowledgement. Latency is counted from the
 * intended time, so that a server (or generator) that falls behind cannot hide the delay. Used on the sockets' thread
 * only.
 */
public final class Ledger implements Listener {
    /** How many messages are tracked. One that is still incomplete when its slot is reused stays missing. */
    private static final int SLOTS = 1 << 20;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int recipients;
    private final IntConsumer onComplete;
    private final int[] numbers = new int[SLOTS];
    private final int[] senders = new int[SLOTS];
    private final long[] intended = new long[SLOTS];
    private final int[] toDeliver = new int[SLOTS];
    private final boolean[] toAcknowledge = new boolean[SLOTS];

    private final Latencies delivery = new Latencies();
    private final Latencies deliveryToAll = new Latencies();
    private final Latencies acknowledgement = new Latencies();
    private long windowStart = Long.MAX_VALUE;
    private long windowEnd = Long.MAX_VALUE;
    private int next;
    private int sentBeforeWindow;
    private int sentByWindowEnd;
    private long completed;
    private long completedInWindow;
    private long duplicates;
    private long refused;
    private String lastRefusal = "";

    /**
     * @param recipients the number of sockets that each message goes to
     * @param onComplete receives the id of the sender of each complete message
     */
    public Ledger(int recipients, IntConsumer onComplete) {
        this.recipients = recipients;
        this.onComplete = onComplete;
        Arrays.fill(numbers, -1);
    }

    /** Tracks a new message and returns its number. */
    int sent(int sender, long intendedNanos) {
        int number = next++;
        int slot = slot(number);
        numbers[slot] = number;
        senders[slot] = sender;
        intended[slot] = intendedNanos;
        toDeliver[slot] = recipients;
        toAcknowledge[slot] = true;
        return number;
    }

    @Override
    public void delivered(Connection connection, int number) {
        if (number < 0) {
            return; // not sent by this run
        }
        int slot = slot(number);
        if (numbers[slot] != number || toDeliver[slot] == 0) {
            duplicates++;
            return;
        }
        long now = System.nanoTime();
        toDeliver[slot]--;
        add(delivery, slot, now);
        if (toDeliver[slot] == 0) {
            add(deliveryToAll, slot, now);
            completeIfDone(slot, now);
        }
    }

    @Override
    public void acknowledged(Connection connection, int number) {
        int slot = slot(number);
        if (numbers[slot] != number || !toAcknowledge[slot]) {
            duplicates++;
            return;
        }
        long now = System.nanoTime();
        toAcknowledge[slot] = false;
        add(acknowledgement, slot, now);
        completeIfDone(slot, now);
    }

    private static int slot(int number) {
        return number & SLOTS - 1;
    }

    private void add(Latencies latencies, int slot, long now) {
        if (isInWindow(intended[slot])) {
            latencies.add(now - intended[slot]);
        }
    }

    private void completeIfDone(int slot, long now) {
        if (toDeliver[slot] == 0 && !toAcknowledge[slot]) {
            completed++;
            if (isInWindow(now)) {
                completedInWindow++;
            }
            onComplete.accept(senders[slot]);
        }
    }

    /** Whether what happens at this {@link System#nanoTime} counts. */
    public boolean isInWindow(long nanos) {
        return nanos >= windowStart && nanos < windowEnd;
    }

    @Override
    public void refused(Connection connection, String text) {
        refused++;
        lastRefusal = text;
    }

    /** From now on, messages count. */
    public void openWindow(long now) {
        windowStart = now;
        sentBeforeWindow = next;
    }

    public void closeWindow(long now) {
        windowEnd = now;
        sentByWindowEnd = next;
    }

    /** The length of the window, once it is closed. */
    public double windowSeconds() {
        return (windowEnd - windowStart) / NANOS_PER_SECOND;
    }

    long completedInWindow() {
        return completedInWindow;
    }

    /** The number of messages sent, inside and outside the window. */
    public long sent() {
        return next;
    }

    /** The number of messages sent that are not complete. */
    public long missing() {
        return next - completed;
    }

    public void addTo(Report report) {
        report.number("sent", sentByWindowEnd - sentBeforeWindow)
                .number("completed", completedInWindow)
                .number("missing", missing())
                .number("duplicates", duplicates)
                .number("refused", refused);
        if (refused > 0) {
            report.text("refusal", lastRefusal);
        }
        delivery.addTo(report, "delivery");
        if (recipients > 1) {
            deliveryToAll.addTo(report, "delivery_to_all");
        }
        acknowledgement.addTo(report, "acknowledgement");
    }
}
