package bench.server;

import bench.wire.ChatProtocol;
import bench.wire.Protocol;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server under test: a running one, or one that the generator starts, with a folder that is deleted in the end. */
public final class Server implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 10;

    private final Protocol protocol;
    private final int port;
    private final long pid;
    private final Path folder;
    private final Process process;

    private Server(Protocol protocol, int port, long pid, Path folder, Process process) {
        this.protocol = protocol;
        this.port = port;
        this.pid = pid;
        this.folder = folder;
        this.process = process;
    }

    static Server running(Protocol protocol, int port, long pid, Path folder) {
        return new Server(protocol, port, pid, folder, null);
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param core the CPU core it may use
     * @param folder the server's working directory, which {@link #close} deletes
     */
    static Server start(
            Protocol protocol, String core, List<String> command, Map<String, String> environment, Path folder) {
        int port = freePort();
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", core));
        pinned.addAll(command);
        File log = folder.resolve("server.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(pinned)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("HOST", "127.0.0.1", "PORT", String.valueOf(port)));
        try {
            Process process = builder.start();
            Server server = new Server(protocol, port, process.pid(), folder, process);
            // Cleans up even if the generator is interrupted.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            awaitStart(process, port, log.toPath());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitStart(Process process, int port, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!accepts(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("The server did not start:\n" + Files.readString(log));
            }
            pause();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Protocol protocol() {
        return protocol;
    }

    /** The protocol, for commands that only the chat supports. */
    public ChatProtocol chat() {
        return (ChatProtocol) protocol;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return pid;
    }

    /** The folder that holds the database. */
    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        if (process == null || !Files.exists(folder)) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(folder);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
