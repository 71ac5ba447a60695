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

/** A TCP connection to the server, without any client's manners. */
public final class Line implements Closeable {
    /** Longer than the server's own deadlines: what comes later does not come. */
    private static final int PATIENCE_MS = 40_000;

    private static final int CONNECT_MS = 10_000;

    /** One answer; {@code last}: the server closes after it. */
    public record Answer(int status, boolean last) {}

    private final Socket socket;
    private final InputStream in;

    Line(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** @param from one of this machine's own addresses: the server counts by address */
    public Line(InetAddress from, int port) throws IOException {
        socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
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

    /** The next answer, past those that only announce it. */
    public Answer answer(boolean head) throws IOException {
        while (true) {
            Answer answer = one(head);
            if (answer.status() >= 200 || answer.status() == 101) {
                return answer;
            }
        }
    }

    private Answer one(boolean head) throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new ProtocolException("not an answer of HTTP: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        long length = -1;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                last = true;
            }
        }
        if (head || code < 200 || code == 204 || code == 304) {
            return new Answer(code, last);
        }
        if (chunked) {
            skipChunks();
        } else if (length >= 0) {
            in.skipNBytes(length);
        } else {
            in.readAllBytes();
            return new Answer(code, true);
        }
        return new Answer(code, last);
    }

    private void skipChunks() throws IOException {
        long size;
        do {
            size = Long.parseLong(line(), 16);
            in.skipNBytes(size);
            line();
        } while (size > 0);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int unit = in.read(); unit != '\n'; unit = in.read()) {
            if (unit < 0) {
                throw new EOFException("The server closed");
            }
            line.append((char) unit);
        }
        return line.toString().strip();
    }

    /** All that the server says until it closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** At once, so that no port is kept waiting. */
    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
