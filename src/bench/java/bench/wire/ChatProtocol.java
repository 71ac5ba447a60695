package bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.IntFunction;

/** The chat's protocol. Client ids begin with a prefix of this run, because a used id stays taken for ever. */
public final class ChatProtocol implements Protocol {
    static final byte[] EVENT = Scan.bytes("\"event\":\"");
    static final byte[] NEW_MESSAGE = Scan.bytes("new_message\"");
    static final byte[] MESSAGE_SENT = Scan.bytes("message_sent\"");
    private static final byte[] CONNECT = Scan.bytes("connect\"");
    static final byte[] ERROR = Scan.bytes("error\"");

    private final String cookieName;
    private final IntFunction<String> tokens;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    public ChatProtocol(IntFunction<String> tokens) {
        this("session", tokens);
    }

    public ChatProtocol(String cookieName, IntFunction<String> tokens) {
        this.cookieName = cookieName;
        this.tokens = tokens;
    }

    @Override
    public String upgrade(int userId) {
        return "GET /ws HTTP/1.1\r\nCookie: " + cookie(userId) + "\r\n";
    }

    public String cookie(int userId) {
        return cookieName + "=" + tokens.apply(userId);
    }

    @Override
    public MessageFrame messageTo(int userId) {
        return message("receiver_id", userId, MessageFrame.CHARACTERS);
    }

    public MessageFrame messageToRoom(int roomId, int characters) {
        return message("room_id", roomId, characters);
    }

    private MessageFrame message(String target, int id, int characters) {
        return MessageFrame.of(
                """
                {"event":"send_message","data":{"%s":%d,"message_content":"%s","client_id":"%s-%s"}}"""
                        .formatted(target, id, MessageFrame.content(characters), run, MessageFrame.NUMBER));
    }

    @Override
    public void read(Connection connection, ByteBuf bytes, int from, int to) {
        int event = Scan.after(bytes, from, to, EVENT);
        if (Scan.startsWith(bytes, event, to, NEW_MESSAGE)) {
            connection.delivered(Numbers.inContent(bytes, event, to));
        } else if (Scan.startsWith(bytes, event, to, MESSAGE_SENT)) {
            connection.acknowledged(Numbers.inContent(bytes, event, to));
        } else if (Scan.startsWith(bytes, event, to, CONNECT)) {
            connection.greeted();
        } else if (Scan.startsWith(bytes, event, to, ERROR)) {
            connection.refused(bytes.toString(from, to - from, StandardCharsets.UTF_8));
        } else {
            connection.other(bytes, from, to);
        }
    }
}
