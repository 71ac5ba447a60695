package bench;

import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "peak", description = "Closed loop: how many messages a second a server can deliver.")
final class PeakCommand implements Runnable {
    @Option(names = "--target", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Target target = Target.chat;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Peak peak = new Peak();

    @Mixin
    private MarkOptions marks = new MarkOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        marks.check(target);
        try (Server server = servers.open(target, SeedPlan.pairs(peak.users()))) {
            output.write(peak.run(target, server, marks));
        }
    }
}
