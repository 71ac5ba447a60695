package chat.testing;

import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Samples all threads until it is closed, and remembers the socket callbacks that wait for something. A callback waits
 * if two samples in a row find its thread waiting at the same place.
 */
public final class CallbackWatchdog implements AutoCloseable {
    private static final String CALLBACK = "io.javalin.websocket.WsConnection";
    private static final int EVERY_MS = 50;

    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<String> blocked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger samples = new AtomicInteger();
    /** Used only by the sampler. */
    private Map<Thread, List<StackTraceElement>> waiting = Map.of();

    public CallbackWatchdog() {
        sampler.scheduleAtFixedRate(this::sample, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void sample() {
        Map<Thread, List<StackTraceElement>> now = new HashMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            boolean isCallback =
                    Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith(CALLBACK));
            if (isCallback && thread.getState() != Thread.State.RUNNABLE) {
                now.put(thread, List.of(stack));
            }
        });
        now.forEach((thread, stack) -> {
            if (stack.equals(waiting.get(thread))) {
                blocked.add(thread.getName() + " at " + stack);
            }
        });
        waiting = now;
        samples.incrementAndGet();
    }

    /** The callbacks that waited. Samples twice more, so that it also finds those that wait now. */
    public List<String> blocked() {
        int before = samples.get();
        await().until(() -> samples.get() >= before + 2);
        return List.copyOf(blocked);
    }

    @Override
    public void close() {
        sampler.shutdown();
    }
}
