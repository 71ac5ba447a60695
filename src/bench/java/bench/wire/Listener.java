package bench.wire;

import io.netty.buffer.ByteBuf;

/** Receives the events of all sockets of a run. All calls come on the thread of the {@link Clients}. */
public interface Listener {
    /** A recipient's socket has received a message. */
    default void delivered(Connection connection, int number) {}

    /** The sender's socket has received the acknowledgement. */
    default void acknowledged(Connection connection, int number) {}

    /** The server has refused an event; {@code text} is the error. */
    default void refused(Connection connection, String text) {}

    /** Any other event, as the bytes of its text. */
    default void other(Connection connection, ByteBuf bytes, int from, int to) {}
}
