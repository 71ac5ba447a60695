package soak;

import bench.measure.Report;
import fuzz.ServerUnderTest;
import java.io.IOException;

/**
 * What the server's process holds while nobody does harm.
 *
 * @param heap bytes in use after a full collection
 * @param threads beside those of Jetty's pool, which keeps the ones it once made
 */
record ResourceUse(long heap, long files, long threads) {
    private static final String POOL = "http-";
    private static final long HEAP_SLACK = 16 << 20;
    static final int FILE_SLACK = 20;
    private static final int THREAD_SLACK = 5;

    static ResourceUse of(ServerUnderTest server) throws IOException {
        return new ResourceUse(server.liveBytes(), server.openFiles(), server.threadsBeside(POOL));
    }

    void addTo(Report report, String when) {
        report.number("heap_bytes_" + when, heap).number("files_" + when, files).number("threads_" + when, threads);
    }

    /** Finds what has not gone since {@code before}. */
    void compare(ResourceUse before, Findings findings) {
        if (heap > before.heap + HEAP_SLACK) {
            findings.add("the heap is not where it began: %,d bytes, then %,d".formatted(before.heap, heap));
        }
        if (files > before.files + FILE_SLACK) {
            findings.add("files stay open: %d, then %d".formatted(before.files, files));
        }
        if (threads > before.threads + THREAD_SLACK) {
            findings.add("threads stay: %d, then %d".formatted(before.threads, threads));
        }
    }
}
