package fuzz;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A TCP connection to the server that sends any bytes. */
public final class RawConnection implements Closeable {
    /** Longer than all deadlines of the server. */
    private static final int TIMEOUT_MS = 40_000;

    private static final int CONNECT_MS = 10_000;

    /** @param closes whether the server closes the connection after this response */
    public record Response(int status, boolean closes) {}

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** @param from a local address, since the server's limits count by address */
    public RawConnection(InetAddress from, int port) throws IOException {
        socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), 16_384);
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    public InputStream in() {
        return in;
    }

    /**
     * Reads the next response, and skips interim ones such as 100.
     *
     * @param toHead whether it answers a HEAD request, and so has no body
     */
    public Response readResponse(boolean toHead) throws IOException {
        while (true) {
            Response response = readOne(toHead);
            if (response.status() >= 200 || response.status() == 101) {
                return response;
            }
        }
    }

    private Response readOne(boolean toHead) throws IOException {
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new ProtocolException("not an HTTP response: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        long length = -1;
        boolean chunked = false;
        boolean closes = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                closes = true;
            }
        }
        if (toHead || code < 200 || code == 204 || code == 304) {
            return new Response(code, closes);
        }
        if (chunked) {
            skipChunks();
        } else if (length >= 0) {
            in.skipNBytes(length);
        } else {
            in.readAllBytes();
            return new Response(code, true);
        }
        return new Response(code, closes);
    }

    private void skipChunks() throws IOException {
        long size;
        do {
            size = Long.parseLong(readLine(), 16);
            in.skipNBytes(size);
            readLine();
        } while (size > 0);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int unit = in.read(); unit != '\n'; unit = in.read()) {
            if (unit < 0) {
                throw new EOFException("The server closed");
            }
            line.append((char) unit);
        }
        return line.toString().strip();
    }

    /** Reads until the server closes. */
    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Resets the connection, so that its port does not stay in TIME_WAIT. */
    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
