package chat.realtime;

import java.util.concurrent.atomic.LongAdder;

/** Counts what slow readers lost, over all sockets. Any thread may call. */
final class OutboxCounters {
    private final LongAdder dropped = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();

    void eventDropped() {
        dropped.increment();
    }

    void closedAsTooSlow() {
        tooSlow.increment();
    }

    long droppedEvents() {
        return dropped.sum();
    }

    long socketsTooSlow() {
        return tooSlow.sum();
    }
}
