package bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One user's socket. It parses frames itself instead of using a codec: a run has some hundred thousand frames a second,
 * and the generator must not cost more than the server. Used on the thread of its {@link Clients} only.
 */
public final class Connection extends ByteToMessageDecoder {
    private static final byte[] END_OF_HEADERS = Scan.bytes("\r\n\r\n");
    private static final byte[] SWITCHING = Scan.bytes("HTTP/1.1 101");
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private final int userId;
    private final Protocol protocol;
    private final Clients clients;
    private final Listener listener;
    private Channel channel;
    private boolean upgraded;
    private ByteBuf out;
    private String closeReason = "without a close frame";

    Connection(int userId, Protocol protocol, Clients clients, Listener listener) {
        this.userId = userId;
        this.protocol = protocol;
        this.clients = clients;
        this.listener = listener;
    }

    public int userId() {
        return userId;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        String request = protocol.upgrade(userId) + "Host: " + clients.host()
                + """
                \r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """;
        channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> none) {
        if (!upgraded) {
            int end = Scan.after(in, in.readerIndex(), in.writerIndex(), END_OF_HEADERS);
            if (end < 0) {
                return;
            }
            if (!Scan.startsWith(in, in.readerIndex(), end, SWITCHING)) {
                closeReason = "refused: "
                        + in.toString(StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse("");
                in.skipBytes(in.readableBytes());
                context.close();
                return;
            }
            in.readerIndex(end);
            upgraded = true;
        }
        while (readFrame(in)) {
            // until the rest is not a whole frame
        }
    }

    private boolean readFrame(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        long length = in.getByte(start + 1) & 0x7f;
        int header = length < SHORT_LENGTH ? 2 : length == SHORT_LENGTH ? 4 : 10;
        if (readable < header) {
            return false;
        }
        if (length == SHORT_LENGTH) {
            length = in.getUnsignedShort(start + 2);
        } else if (length == LONG_LENGTH) {
            length = in.getLong(start + 2);
        }
        if (readable < header + length) {
            return false;
        }
        int from = start + header;
        int to = from + (int) length;
        in.readerIndex(to);
        read(in.getByte(start) & 0x0f, in, from, to);
        return true;
    }

    private void read(int opcode, ByteBuf in, int from, int to) {
        switch (opcode) {
            case ClientFrame.TEXT -> protocol.read(this, in, from, to);
            case ClientFrame.PING -> {
                clients.pinged();
                send(ClientFrame.of(ClientFrame.PONG, ByteBufUtil.getBytes(in, from, to - from)));
            }
            case ClientFrame.CLOSE -> {
                closeReason = to - from < 2 ? "without a code" : "with code " + in.getUnsignedShort(from);
                channel.close();
            }
            default -> throw new IllegalStateException("A frame with opcode " + opcode);
        }
    }

    void greeted() {
        clients.greeted();
    }

    void delivered(int number) {
        listener.delivered(this, number);
    }

    void acknowledged(int number) {
        listener.acknowledged(this, number);
    }

    void refused(String text) {
        listener.refused(this, text);
    }

    void other(ByteBuf bytes, int from, int to) {
        listener.other(this, bytes, from, to);
    }

    /** Sends the frame in one write with all others of this turn of the event loop. */
    public void send(MessageFrame frame, int number) {
        frame.appendTo(out(), number);
    }

    public void send(byte[] frame) {
        out().writeBytes(frame);
    }

    /** Runs a task on the sockets' thread at that {@link System#nanoTime}. */
    void runAt(long nanoTime, Runnable task) {
        clients.runAt(nanoTime, task);
    }

    private ByteBuf out() {
        if (out == null) {
            out = channel.alloc().directBuffer();
            clients.flushLater(this);
        }
        return out;
    }

    void flush() {
        channel.writeAndFlush(out, channel.voidPromise());
        out = null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        clients.closed(closeReason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closeReason = "by " + cause;
        context.close();
    }
}
