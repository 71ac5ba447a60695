package bench;

import bench.measure.Report;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a run's report goes: a table to the terminal, and JSON to a file on request. */
final class Output {
    @Option(names = "--json", description = "adds the report to this file, as a line of JSON")
    private Path json;

    void write(Report report) {
        report.print(System.out);
        if (json != null) {
            report.appendTo(json);
        }
    }
}
