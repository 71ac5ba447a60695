package bench;

import bench.measure.DiskProbe;
import bench.measure.Report;
import bench.server.Server;
import bench.server.Target;
import bench.traffic.ClosedLoop;
import bench.traffic.Ledger;
import bench.traffic.Senders;
import bench.wire.Clients;
import bench.wire.Protocol;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how many messages a second a server delivers to pairs of users who each keep some messages in flight. */
final class Peak {
    @Option(names = "--users", description = "Number of users, who write in pairs (${DEFAULT-VALUE}).")
    private int users = 200;

    @Option(names = "--window", description = "Messages that each user keeps in flight (${DEFAULT-VALUE}).")
    private int window = 16;

    @Mixin
    private Timing timing = new Timing();

    int users() {
        return users;
    }

    Report run(Target target, Server server, MarkOptions marks) {
        Report report = new Report("peak").text("target", target.name()).number("window", window);
        DiskProbe.in(server.folder()).addTo(report, "fsync_before");
        AtomicReference<ClosedLoop> loop = new AtomicReference<>();
        Ledger ledger = new Ledger(1, sender -> loop.get().sendNext(sender));
        Protocol protocol = marks.protocol(server, users, ledger);
        try (Clients clients = Clients.connect(protocol, server.port(), users, ledger)) {
            Senders senders = new Senders(clients, ledger, userId -> protocol.messageTo(Senders.partnerOf(userId)));
            loop.set(new ClosedLoop(senders, window));
            timing.measurement(server.pid()).run(report, clients, ledger, loop.get(), () -> {});
            marks.addTo(report, clients, ledger);
        }
        return report;
    }
}
