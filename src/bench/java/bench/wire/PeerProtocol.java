package bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** The protocol of the hand-tuned Node server that the chat is compared with. */
public final class PeerProtocol implements Protocol {
    private static final byte[] MESSAGE = Scan.bytes("{\"t\":\"m\"");
    private static final byte[] ACKNOWLEDGEMENT = Scan.bytes("{\"t\":\"a\",\"c\":");
    private static final byte[] HELLO = Scan.bytes("{\"t\":\"hello\"");

    private final IntFunction<String> tokens;

    public PeerProtocol(IntFunction<String> tokens) {
        this.tokens = tokens;
    }

    @Override
    public String upgrade(int userId) {
        return "GET /?token=" + tokens.apply(userId) + " HTTP/1.1\r\n";
    }

    @Override
    public MessageFrame messageTo(int userId) {
        return MessageFrame.of("""
                {"t":"s","c":%s,"to":%d,"body":"%s"}"""
                .formatted(MessageFrame.NUMBER, userId, MessageFrame.content(MessageFrame.CHARACTERS)));
    }

    @Override
    public void read(Connection connection, ByteBuf bytes, int from, int to) {
        if (Scan.startsWith(bytes, from, to, MESSAGE)) {
            connection.delivered(Numbers.inContent(bytes, from, to));
        } else if (Scan.startsWith(bytes, from, to, ACKNOWLEDGEMENT)) {
            connection.acknowledged(Numbers.read(bytes, from + ACKNOWLEDGEMENT.length));
        } else if (Scan.startsWith(bytes, from, to, HELLO)) {
            connection.greeted();
        } else {
            connection.refused(bytes.toString(from, to - from, StandardCharsets.UTF_8));
        }
    }
}
