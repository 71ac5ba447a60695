package faults.server;

import faults.client.Api;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of ours in a process of its own, that can be killed. */
public final class ServerProcess implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final long LOOK_EVERY_NANOS = 10_000_000;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;
    private final long begun = System.nanoTime();

    ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        // Also when the harness is interrupted, nothing is left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** How clients reach it. */
    public Api api(HttpClient http) {
        return new Api(http, port);
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until {@code /healthz} answers so; gives how long that is since the start. */
    public Duration awaitHealth(int status, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (health() != status) {
            if (!process.isAlive()) {
                throw new IOException("The server ended with " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("/healthz was not " + status + " within " + patience);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The status of {@code /healthz}; 0 when nothing answers. */
    private int health() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/healthz").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return 0;
        }
    }

    /** Waits for that long; gives whether the process has ended by then. */
    public boolean endsWithin(Duration time) throws IOException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Of a process that has ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code SIGTERM}, and by force where that does not do. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            awaitEnd();
        } finally {
            process.destroyForcibly();
        }
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The server did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
