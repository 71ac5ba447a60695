package bench.traffic;

import bench.measure.Latencies;
import bench.measure.Report;
import bench.wire.Connection;
import bench.wire.Listener;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Every message on its way: when it was to be sent, and what is still to come of it. A message is complete once every
 * recipient has it and its sender has the acknowledgement. Latency is counted from the intended time, so that a server
 * (or generator) that falls behind cannot hide what that costs. Used on the sockets' thread alone.
 */
public final class Ledger implements Listener {
    /** So many are remembered; one that is still not complete when its slot is taken anew stays missing. */
    private static final int SLOTS = 1 << 20;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int recipients;
    private final IntConsumer whenComplete;
    private final int[] numbers = new int[SLOTS];
    private final int[] senders = new int[SLOTS];
    private final long[] intended = new long[SLOTS];
    private final int[] toDeliver = new int[SLOTS];
    private final boolean[] toAcknowledge = new boolean[SLOTS];

    private final Latencies delivery = new Latencies();
    private final Latencies deliveryToAll = new Latencies();
    private final Latencies acknowledgement = new Latencies();
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private int next;
    private int sentBefore;
    private int sentUpTo;
    private long completed;
    private long completedInWindow;
    private long duplicates;
    private long refused;
    private String refusal = "";

    /**
     * @param recipients how many sockets each message goes to
     * @param whenComplete told the id of the sender of a complete message
     */
    public Ledger(int recipients, IntConsumer whenComplete) {
        this.recipients = recipients;
        this.whenComplete = whenComplete;
        Arrays.fill(numbers, -1);
    }

    /** Notes a message, and gives its number. */
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
            return; // somebody else's
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
            completeWhenDone(slot, now);
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
        completeWhenDone(slot, now);
    }

    private static int slot(int number) {
        return number & SLOTS - 1;
    }

    private void add(Latencies latencies, int slot, long now) {
        if (isInWindow(intended[slot])) {
            latencies.add(now - intended[slot]);
        }
    }

    private void completeWhenDone(int slot, long now) {
        if (toDeliver[slot] == 0 && !toAcknowledge[slot]) {
            completed++;
            if (isInWindow(now)) {
                completedInWindow++;
            }
            whenComplete.accept(senders[slot]);
        }
    }

    /** Whether what happens at this {@link System#nanoTime} counts. */
    public boolean isInWindow(long nanos) {
        return nanos >= from && nanos < to;
    }

    @Override
    public void refused(Connection connection, String text) {
        refused++;
        refusal = text;
    }

    /** From now on it counts. */
    public void openWindow(long now) {
        from = now;
        sentBefore = next;
    }

    public void closeWindow(long now) {
        to = now;
        sentUpTo = next;
    }

    /** The length of the window, once it is closed. */
    public double windowSeconds() {
        return (to - from) / NANOS_PER_SECOND;
    }

    long completedInWindow() {
        return completedInWindow;
    }

    /** How many were sent, in the window or not. */
    public long sent() {
        return next;
    }

    /** How many were sent and are not complete. */
    public long missing() {
        return next - completed;
    }

    public void tell(Report report) {
        report.number("sent", sentUpTo - sentBefore)
                .number("completed", completedInWindow)
                .number("missing", missing())
                .number("duplicates", duplicates)
                .number("refused", refused);
        if (refused > 0) {
            report.text("refusal", refusal);
        }
        delivery.tell(report, "delivery");
        if (recipients > 1) {
            deliveryToAll.tell(report, "delivery_to_all");
        }
        acknowledgement.tell(report, "acknowledgement");
    }
}
