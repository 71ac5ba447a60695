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

/** A chat server in a process of its own, which can be killed. */
public final class ServerProcess implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final long POLL_NANOS = 10_000_000;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;
    private final long startedAt = System.nanoTime();

    ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        // Leaves no process behind, even if the harness is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The API by which clients reach the server. */
    public Api api(HttpClient http) {
        return new Api(http, port);
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until {@code /healthz} answers with this status; returns the time since the start. */
    public Duration awaitHealth(int status, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (health() != status) {
            if (!process.isAlive()) {
                throw new IOException("The server ended with " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("/healthz was not " + status + " within " + patience);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** The status of {@code /healthz}; 0 if there is no response. */
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

    /** Waits up to that long; returns whether the process has ended. */
    public boolean endsWithin(Duration time) throws IOException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The exit status; the process must have ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends {@code SIGTERM}, and kills the process if that does not end it. */
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
