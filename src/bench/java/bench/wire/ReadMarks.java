package bench.wire;

import bench.measure.Report;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;

/**
 * The chat's protocol with recipients that send read marks, at the rate of the page: the first unread message starts a
 * pause, and the mark that follows covers all messages received by then. Every user has exactly one conversation, a
 * direct one. Used on the sockets' thread only.
 */
public final class ReadMarks implements Protocol {
    private static final byte[] MESSAGES_READ = Scan.bytes("messages_read\"");
    private static final byte[] SEQ = Scan.bytes("\"seq\":");
    private static final byte[] SENDER_ID = Scan.bytes("\"sender_id\":");
    private static final byte[] CLIENT_ID = Scan.bytes("\"client_id\":");

    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private final ChatProtocol chat;
    private final long pauseNanos;
    private final LongPredicate isInWindow;
    private final long[] readSeqs;
    private final boolean[] isPending;
    private long sent;
    private long messagesRead;
    private long refused;
    private String lastRefusal = "";

    /**
     * @param users how many users there are; their ids start at 1
     * @param pauseMillis how long a mark waits for further messages
     * @param isInWindow whether marks and events at this {@link System#nanoTime} count
     */
    public ReadMarks(ChatProtocol chat, int users, int pauseMillis, LongPredicate isInWindow) {
        this.chat = chat;
        this.isInWindow = isInWindow;
        pauseNanos = pauseMillis * NANOS_PER_MILLISECOND;
        readSeqs = new long[users + 1];
        isPending = new boolean[users + 1];
    }

    @Override
    public String upgrade(int userId) {
        return chat.upgrade(userId);
    }

    @Override
    public MessageFrame messageTo(int userId) {
        return chat.messageTo(userId);
    }

    @Override
    public void read(Connection connection, ByteBuf bytes, int from, int to) {
        int event = Scan.after(bytes, from, to, ChatProtocol.EVENT);
        if (Scan.startsWith(bytes, event, to, ChatProtocol.NEW_MESSAGE)) {
            received(connection, bytes, event, to);
        } else if (Scan.startsWith(bytes, event, to, ChatProtocol.MESSAGE_SENT)) {
            acknowledged(connection.userId(), bytes, event, to);
        } else if (Scan.startsWith(bytes, event, to, MESSAGES_READ)) {
            messagesRead += isInWindow.test(System.nanoTime()) ? 1 : 0;
        } else if (isMarkRefused(bytes, event, to)) {
            refused++;
            lastRefusal = bytes.toString(from, to - from, StandardCharsets.UTF_8);
            return; // the ledger counts only messages that were refused
        }
        chat.read(connection, bytes, from, to);
    }

    /** The error of a message has the message's client id. */
    private static boolean isMarkRefused(ByteBuf bytes, int event, int to) {
        return Scan.startsWith(bytes, event, to, ChatProtocol.ERROR) && Scan.after(bytes, event, to, CLIENT_ID) < 0;
    }

    private void received(Connection connection, ByteBuf bytes, int from, int to) {
        int userId = connection.userId();
        long seq = Scan.number(bytes, Scan.after(bytes, from, to, SEQ));
        if (seq <= readSeqs[userId]) {
            return;
        }
        readSeqs[userId] = seq;
        if (!isPending[userId]) {
            isPending[userId] = true;
            long senderId = Scan.number(bytes, Scan.after(bytes, from, to, SENDER_ID));
            connection.runAt(System.nanoTime() + pauseNanos, () -> mark(connection, senderId));
        }
    }

    /** The server moves the sender's mark to the message, so the messages before it need no mark. */
    private void acknowledged(int userId, ByteBuf bytes, int from, int to) {
        long seq = Scan.number(bytes, Scan.after(bytes, from, to, SEQ));
        readSeqs[userId] = Math.max(readSeqs[userId], seq);
    }

    private void mark(Connection connection, long senderId) {
        int userId = connection.userId();
        isPending[userId] = false;
        connection.send(ClientFrame.text("{\"event\":\"mark_read\",\"data\":{\"receiver_id\":" + senderId + ",\"seq\":"
                + readSeqs[userId] + "}}"));
        sent += isInWindow.test(System.nanoTime()) ? 1 : 0;
    }

    /**
     * Adds the marks sent and the {@code messages_read} events received in the window, and all refused marks. Both
     * users of a conversation receive the event. A message can cause it too, because sending moves the sender's mark.
     */
    public void addTo(Report report, double windowSeconds) {
        report.number("marks_per_s", sent / windowSeconds, 0)
                .number("marks_sent", sent)
                .number("messages_read_received", messagesRead)
                .number("marks_refused", refused);
        if (refused > 0) {
            report.text("mark_refusal", lastRefusal);
        }
    }
}
