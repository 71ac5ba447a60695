package chat.faults;

import chat.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A WebSocket client with a small receive buffer that reads only when a test tells it to. */
final class MuteReader implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;
    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final int CLOSE = 8;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int closeCode;

    MuteReader(int port, String cookie) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request =
                """
                GET /ws HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Cookie: %s

                """;
        socket.getOutputStream()
                .write(request.formatted(cookie).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1));
        String line;
        do {
            line = line();
        } while (!line.isEmpty());
        until(event -> event.get("event").asText().equals("connect"));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.readByte(); c != '\n'; c = (char) in.readByte()) {
            line.append(c);
        }
        return line.toString().strip();
    }

    /** Reads up to this event or the end, and returns all events read. */
    List<JsonNode> until(Predicate<JsonNode> last) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try {
            JsonNode event;
            do {
                event = next();
                if (event != null) {
                    events.add(event);
                }
            } while (event != null && !last.test(event));
        } catch (EOFException e) {
            // the connection was cut, perhaps within a frame
        }
        return events;
    }

    /** The next event, or null when the server closes. Frames of the server are not fragmented or masked. */
    private JsonNode next() throws IOException {
        int opcode = in.readByte() & 0xf;
        int length = in.readByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        if (opcode == CLOSE) {
            closeCode = ByteBuffer.wrap(payload).getShort();
            return null;
        }
        return opcode == 1 ? Json.read(payload) : Json.read("{\"event\": \"none of the chat's\"}");
    }

    /** The close code of the server, or 0 without one. */
    int closeCode() {
        return closeCode;
    }

    /** Sends a short event, masked with zero. */
    void send(String event) throws IOException {
        byte[] text = event.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(6 + text.length);
        frame.put((byte) 0x81).put((byte) (0x80 | text.length)).putInt(0).put(text);
        socket.getOutputStream().write(frame.array());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
