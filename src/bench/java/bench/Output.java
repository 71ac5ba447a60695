package bench;

import bench.measure.Report;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Writes a run's report as a table to the terminal and, on request, as JSON to a file. */
final class Output {
    @Option(names = "--json", description = "Appends the report to this file as a line of JSON.")
    private Path json;

    void write(Report report) {
        report.print(System.out);
        if (json != null) {
            report.appendTo(json);
        }
    }
}
