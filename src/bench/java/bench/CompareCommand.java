package bench;

import bench.measure.Report;
import bench.server.SeedPlan;
import bench.server.Server;
import bench.server.ServerOptions;
import bench.server.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = "The peaks of the chat and of the Node peer, measured in turn on new servers, and their ratio.")
final class CompareCommand implements Runnable {
    @Option(names = "--rounds", description = "Number of runs of each server (${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Mixin
    private Peak peak = new Peak();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        Map<Target, List<Report>> reports = new EnumMap<>(Target.class);
        for (int round = 0; round < rounds; round++) {
            // The servers take turns at going first, so that neither always gets the colder machine.
            for (Target target : round % 2 == 0 ? List.of(Target.chat, Target.ws) : List.of(Target.ws, Target.chat)) {
                Report report = run(target);
                reports.computeIfAbsent(target, key -> new ArrayList<>()).add(report);
                output.write(report);
            }
        }
        output.write(ratio(reports));
    }

    private Report run(Target target) {
        try (Server server = servers.open(target, SeedPlan.pairs(peak.users()))) {
            return peak.run(target, server, new MarkOptions());
        }
    }

    private Report ratio(Map<Target, List<Report>> reports) {
        Report report = new Report("compare").number("rounds", rounds);
        for (String name : List.of("messages_per_s", "server_cpu_us_per_message", "generator_cpu_percent")) {
            double chat = median(reports.get(Target.chat), name);
            double ws = median(reports.get(Target.ws), name);
            report.number("chat_" + name, chat, 1).number("ws_" + name, ws, 1).number("ratio_of_" + name, chat / ws, 3);
        }
        return report;
    }

    private static double median(List<Report> reports, String name) {
        double[] sorted = reports.stream()
                .mapToDouble(report -> report.number(name))
                .sorted()
                .toArray();
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }
}
