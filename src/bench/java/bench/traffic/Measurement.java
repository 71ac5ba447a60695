package bench.traffic;

import bench.measure.Report;
import bench.measure.Usage;
import bench.wire.Clients;
import java.util.concurrent.TimeUnit;

/**
 * Runs a load through a warm-up, then through a window that is measured, and then waits for the messages in flight.
 *
 * @param serverPid the process whose CPU time is measured
 */
public record Measurement(int warmSeconds, int seconds, long serverPid) {
    private static final int SETTLE_SECONDS = 5;
    private static final int MICROSECONDS = 1_000_000;

    /** @param onWindowOpen runs when the window opens */
    public Report run(Report report, Clients clients, Ledger ledger, Load load, Runnable onWindowOpen) {
        clients.run(load::start);
        sleep(warmSeconds * 1_000L);
        Usage before = clients.call(() -> {
            ledger.openWindow(System.nanoTime());
            return Usage.now(serverPid);
        });
        onWindowOpen.run();
        sleep(seconds * 1_000L);
        Usage used = clients.call(() -> {
            ledger.closeWindow(System.nanoTime());
            load.stop();
            return Usage.now(serverPid).since(before);
        });
        settle(clients, ledger);

        long completed = ledger.completedInWindow();
        report.number("messages_per_s", completed / used.seconds(), 0)
                .number("server_cpu_us_per_message", used.server() / completed * MICROSECONDS, 1);
        used.addTo(report);
        clients.run(() -> ledger.addTo(report));
        report.text("dropped", clients.dropped().toString());
        return report;
    }

    private static void settle(Clients clients, Ledger ledger) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (System.nanoTime() < end && clients.call(ledger::missing) > 0) {
            sleep(50);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
