package bench;

import bench.measure.Memory;
import bench.measure.Report;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import bench.traffic.Ledger;
import bench.traffic.OpenLoop;
import bench.traffic.Senders;
import bench.wire.Clients;
import bench.wire.MessageFrame;
import bench.wire.MuteSocket;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fanout",
        description = "Open loop: how long a message to a group takes to reach its members, all of them connected.")
final class FanoutCommand implements Runnable {
    private static final int ROOM = 1;

    @Option(names = "--members", description = "Members of the group (${DEFAULT-VALUE}).")
    private int members = 1_000;

    @Option(names = "--rate", description = "Messages a second, from the members in turn (${DEFAULT-VALUE}).")
    private int rate = 10;

    @Option(names = "--characters", description = "Length of each message (${DEFAULT-VALUE}).")
    private int characters = 60;

    @Option(names = "--mute", description = "Additional members, whose sockets never read (${DEFAULT-VALUE}).")
    private int mute;

    @Option(names = "--heap", description = "Also reports the live heap before and after the run.")
    private boolean heap;

    @Mixin
    private Timing timing = new Timing();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Server server = servers.open(Target.chat, SeedPlan.group(members + mute))) {
            output.write(run(server));
        }
    }

    private Report run(Server server) {
        Report report = new Report("fanout")
                .number("members", members)
                .number("rate", rate)
                .number("mute", mute);
        Ledger ledger = new Ledger(members - 1, sender -> {});
        List<MuteSocket> muteSockets = IntStream.rangeClosed(members + 1, members + mute)
                .mapToObj(userId -> new MuteSocket(server.chat(), server.port(), userId))
                .toList();
        try (Clients clients = Clients.connect(server.protocol(), server.port(), members, ledger)) {
            MessageFrame frame = server.chat().messageToRoom(ROOM, characters);
            Senders senders = new Senders(clients, ledger, userId -> frame);
            timing.measurement(server.pid())
                    .run(
                            report,
                            clients,
                            ledger,
                            new OpenLoop(clients, senders, rate),
                            () -> addMemory(server, report, "before"));
            addMemory(server, report, "after");
        }
        return report.number(
                "mute_disconnects",
                muteSockets.stream().mapToInt(MuteSocket::disconnects).sum());
    }

    private void addMemory(Server server, Report report, String when) {
        report.number("resident_" + when + "_bytes", Memory.resident(server.pid()));
        if (heap) {
            report.number("heap_" + when + "_bytes", Memory.liveHeap(server.pid()));
        }
    }
}
