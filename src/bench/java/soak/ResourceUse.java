package soak;

import bench.measure.Report;
import fuzz.ServerUnderTest;
import java.io.IOException;

/**
 * The resources of the server's process while there is no attack.
 *
 * @param heap bytes in use after a full collection
 * @param files the number of open files
 * @param threads the number of threads outside Jetty's pool, which keeps its threads
 */
record ResourceUse(long heap, long files, long threads) {
    private static final String POOL = "http-";
    private static final long HEAP_SLACK = 16 << 20;
    static final int FILE_SLACK = 20;
    private static final int THREAD_SLACK = 5;

    static ResourceUse of(ServerUnderTest server) throws IOException {
        return new ResourceUse(server.liveBytes(), server.openFiles(), server.threadsWithout(POOL));
    }

    void addTo(Report report, String when) {
        report.number("heap_bytes_" + when, heap).number("files_" + when, files).number("threads_" + when, threads);
    }

    /** Adds a finding for each resource that has grown since {@code before}. */
    void compare(ResourceUse before, Findings findings) {
        if (heap > before.heap + HEAP_SLACK) {
            findings.add("the heap has grown from %,d to %,d bytes".formatted(before.heap, heap));
        }
        if (files > before.files + FILE_SLACK) {
            findings.add("the number of open files has grown from %d to %d".formatted(before.files, files));
        }
        if (threads > before.threads + THREAD_SLACK) {
            findings.add("the number of threads has grown from %d to %d".formatted(before.threads, threads));
        }
    }
}
