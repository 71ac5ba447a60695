package bench;

import bench.measure.Memory;
import bench.measure.Report;
import bench.measure.Usage;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import bench.wire.Clients;
import bench.wire.Listener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "idle",
        description = "What idle sockets cost that only answer pings, and how many of them the server drops.")
final class IdleCommand implements Runnable {
    @Option(names = "--target", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Target target = Target.chat;

    @Option(names = "--connections", description = "Number of sockets, each of its own user (${DEFAULT-VALUE}).")
    private int connections = 10_000;

    @Option(names = "--seconds", description = "Seconds that the sockets stay open (${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--heap", description = "Also reports the live heap, by jcmd, with a full collection each time.")
    private boolean heap;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Server server = servers.open(target, SeedPlan.users(connections))) {
            output.write(run(server));
        }
    }

    private Report run(Server server) {
        Report report = new Report("idle").text("target", target.name()).number("connections", connections);
        warmUp(server);
        long heapBefore = heap ? Memory.liveHeap(server.pid()) : 0;
        long residentBefore = Memory.resident(server.pid());
        long start = System.nanoTime();
        try (Clients clients = Clients.connect(server.protocol(), server.port(), connections, new Listener() {})) {
            report.number("connect_s", (System.nanoTime() - start) / 1e9, 1);
            Usage before = Usage.now(server.pid());
            Pause.seconds(seconds);
            Usage used = Usage.now(server.pid()).since(before);
            long resident = Memory.resident(server.pid());
            report.number("seconds", seconds)
                    .number("resident_before_bytes", residentBefore)
                    .number("resident_bytes", resident)
                    .number("resident_bytes_each", (resident - residentBefore) / connections);
            if (heap) {
                long live = Memory.liveHeap(server.pid());
                report.number("heap_before_bytes", heapBefore)
                        .number("heap_bytes", live)
                        .number("heap_bytes_each", (live - heapBefore) / connections);
            }
            used.addTo(report);
            report.number("pings_answered", clients.pings())
                    .text("dropped", clients.dropped().toString());
        }
        return report;
    }

    /** Opens and closes a hundred sockets first, so that loaded classes and new threads do not count as their cost. */
    private void warmUp(Server server) {
        Clients.connect(server.protocol(), server.port(), Math.min(100, connections), new Listener() {})
                .close();
        Pause.seconds(1);
    }
}
