package bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Measures how long the disk takes to make one page durable. No commit can be faster. */
public final class DiskProbe {
    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    private static final long NANOS = 500_000_000;

    private DiskProbe() {}

    public static Latencies in(Path folder) {
        Latencies latencies = new Latencies();
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
        try {
            Path file = Files.createTempFile(folder, "fsync", null);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                long end = System.nanoTime() + NANOS;
                for (long i = 0; System.nanoTime() < end; i++) {
                    page.clear();
                    long start = System.nanoTime();
                    channel.write(page, i % PAGES * PAGE);
                    channel.force(false);
                    latencies.add(System.nanoTime() - start);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return latencies;
    }
}
