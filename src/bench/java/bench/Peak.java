package bench;

import bench.measure.DiskProbe;
import bench.measure.Latencies;
import bench.measure.Report;
import bench.server.Server;
import bench.server.Target;
import bench.traffic.ClosedLoop;
import bench.traffic.Ledger;
import bench.traffic.Measurement;
import bench.traffic.Senders;
import bench.wire.Clients;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Option;

/** How many messages a second a server can carry: all users in pairs, each with a window of messages on their way. */
final class Peak {
    @Option(names = "--users", description = "how many, in pairs (${DEFAULT-VALUE})")
    private int users = 200;

    @Option(names = "--window", description = "how many messages each keeps on their way (${DEFAULT-VALUE})")
    private int window = 16;

    @Option(names = "--warm", description = "seconds before it counts (${DEFAULT-VALUE})")
    private int warmSeconds = 5;

    @Option(names = "--seconds", description = "seconds that count (${DEFAULT-VALUE})")
    private int seconds = 10;

    int users() {
        return users;
    }

    Report run(Target target, Server server) {
        Report report = new Report("peak").text("target", target.name()).number("window", window);
        Latencies disk = DiskProbe.in(server.folder());
        AtomicReference<ClosedLoop> loop = new AtomicReference<>();
        Ledger ledger = new Ledger(1, sender -> loop.get().sendNext(sender));
        try (Clients clients = Clients.connect(server.protocol(), server.port(), users, ledger)) {
            Senders senders =
                    new Senders(clients, ledger, userId -> server.protocol().messageTo(Senders.partnerOf(userId)));
            loop.set(new ClosedLoop(senders, window));
            new Measurement(warmSeconds, seconds, server.pid()).run(report, clients, ledger, loop.get(), () -> {});
        }
        disk.tell(report, "fsync_before");
        return report;
    }
}
