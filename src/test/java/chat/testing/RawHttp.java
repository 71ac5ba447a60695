package chat.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The response to bytes written directly to the port, for requests that no HTTP client sends.
 *
 * @param head the status line and the headers, in lower case
 */
public record RawHttp(int status, String head, String body) {
    private static final int TIMEOUT_MS = 10_000;

    /** Sends a request unchanged and reads until the server closes, so it must ask for that or be refused. */
    public static RawHttp send(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(
                    "No answer to " + request.lines().findFirst().orElse(""), e);
        }
    }

    /** Sends a WebSocket upgrade with these headers, which must be refused. */
    public static RawHttp upgrade(int port, String... headers) {
        String request = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: Upgrade, close\r\n";
        return send(port, request + String.join("\r\n", headers) + "\r\n\r\n");
    }

    /** The value of a header, in lower case. */
    public String header(String name) {
        return head.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + name + " in " + head))
                .substring(name.length() + 2);
    }

    private static RawHttp parse(String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        if (parts.length < 2) {
            throw new AssertionError("Not an HTTP response: " + answer);
        }
        return new RawHttp(Integer.parseInt(parts[0].split(" ", 3)[1]), parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
}
