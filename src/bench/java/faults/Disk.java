package faults;

import faults.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An ext4 file system in a file, mounted through a loop device. Its power can be cut, which loses all data that was not
 * flushed. Needs root and a mount namespace of its own.
 */
final class Disk implements Disaster, AutoCloseable {
    private static final String SIZE = "512M";
    private static final int COMMAND_SECONDS = 30;
    /** How long the server runs on a dead disk at most. It must not acknowledge anything in this time. */
    private static final int DEAD_DISK_MS = 100;

    /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: stops at once and does not write the journal in memory. */
    private static final String SHUTDOWN =
            """
            import fcntl, os, struct, sys
            fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack("I", 2))
            """;

    private final Path image;
    private final Path mount;
    private final Random random;

    private Disk(Path folder, Random random) {
        image = folder.resolve("disk.img");
        mount = folder.resolve("disk");
        this.random = random;
    }

    static Disk make(Path folder, Random random) throws IOException {
        Disk disk = new Disk(folder, random);
        run("truncate", "-s", SIZE, disk.image.toString());
        run("mkfs.ext4", "-q", disk.image.toString());
        run("mkdir", disk.mount.toString());
        disk.mount();
        return disk;
    }

    private void mount() throws IOException {
        run("mount", "-o", "loop", image.toString(), mount.toString());
    }

    Path folder() {
        return mount;
    }

    /** Flushes everything, even if the control makes fsync do nothing. */
    void sync(ServerProcess server) throws IOException {
        run("sync", "-f", mount.toString());
    }

    /** Cuts the power and restores it. Mounting replays the journal that is on the disk. */
    @Override
    public void strike(ServerProcess server) throws IOException {
        run("python3", "-c", SHUTDOWN, mount.toString());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(DEAD_DISK_MS)));
        server.kill();
        run("umount", mount.toString());
        mount();
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("Failed: " + Arrays.toString(command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("umount", mount.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
