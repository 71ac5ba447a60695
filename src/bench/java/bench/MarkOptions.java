package bench;

import bench.measure.Report;
import bench.server.Server;
import bench.server.Target;
import bench.traffic.Ledger;
import bench.wire.Clients;
import bench.wire.Protocol;
import bench.wire.ReadMarks;
import picocli.CommandLine.Option;

/** Whether recipients send read marks, and how often. */
final class MarkOptions {
    @Option(
            names = "--marks",
            description = "Each recipient marks what it reads, as the page does (chat only). Off by default, so that"
                    + " figures stay comparable with the peer's.")
    private boolean enabled;

    @Option(
            names = "--mark-pause",
            description = "With --marks: milliseconds from the first unread message to its mark, which also covers all"
                    + " messages received in between (${DEFAULT-VALUE}, as in the page). With 0, a mark covers only"
                    + " what arrives at once.")
    private int pauseMillis = 250;

    private ReadMarks marks;

    /** Refuses marks for a server that has none. */
    void check(Target target) {
        if (enabled && target != Target.chat) {
            throw new IllegalArgumentException("Only the chat has read marks.");
        }
        if (pauseMillis < 0) {
            throw new IllegalArgumentException("--mark-pause must not be negative.");
        }
    }

    /** The protocol for the sockets of one run. */
    Protocol protocol(Server server, int users, Ledger ledger) {
        if (!enabled) {
            return server.protocol();
        }
        marks = new ReadMarks(server.chat(), users, pauseMillis, ledger::isInWindow);
        return marks;
    }

    /** Adds the figures on marks to the report, if marks are on. */
    void addTo(Report report, Clients clients, Ledger ledger) {
        if (enabled) {
            report.number("mark_pause_ms", pauseMillis);
            clients.run(() -> marks.addTo(report, ledger.windowSeconds()));
        }
    }
}
