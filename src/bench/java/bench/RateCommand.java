package bench;

import bench.measure.DiskProbe;
import bench.measure.Report;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import bench.traffic.Ledger;
import bench.traffic.OpenLoop;
import bench.traffic.Senders;
import bench.wire.Clients;
import bench.wire.Protocol;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rate",
        description =
                "Open loop: message latency at a fixed rate, counted from the time at which each message was due.")
final class RateCommand implements Runnable {
    @Option(names = "--target", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Target target = Target.chat;

    @Option(names = "--users", description = "Number of users, who write in pairs (${DEFAULT-VALUE}).")
    private int users = 200;

    @Option(names = "--rate", description = "Messages a second (${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(
            names = "--logins",
            description = "Number of users who log in at once when the measurement starts (chat only).")
    private int logins;

    @Mixin
    private Timing timing = new Timing();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private MarkOptions marks = new MarkOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        marks.check(target);
        if (logins > 0 && target != Target.chat) {
            throw new IllegalArgumentException("Only the chat has logins.");
        }
        try (Server server = servers.open(target, SeedPlan.pairs(users))) {
            output.write(run(server));
        }
    }

    private Report run(Server server) {
        Report report = new Report("rate").text("target", target.name()).number("rate", rate);
        DiskProbe.in(server.folder()).addTo(report, "fsync_before");
        Logins burst = new Logins(server.port(), logins);
        Ledger ledger = new Ledger(1, sender -> {});
        Protocol protocol = marks.protocol(server, users, ledger);
        try (Clients clients = Clients.connect(protocol, server.port(), users, ledger)) {
            burst.warmUp();
            Senders senders = new Senders(clients, ledger, userId -> protocol.messageTo(Senders.partnerOf(userId)));
            timing.measurement(server.pid())
                    .run(report, clients, ledger, new OpenLoop(clients, senders, rate), burst::logIn);
            marks.addTo(report, clients, ledger);
            burst.addTo(report);
        }
        return report;
    }
}
