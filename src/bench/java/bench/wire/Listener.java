package bench.wire;

import io.netty.buffer.ByteBuf;

/** What the sockets of a run are told by the server. All calls come on the one thread of the {@link Clients}. */
public interface Listener {
    /** A recipient's socket has a message. */
    default void delivered(Connection connection, int number) {}

    /** The sender's socket has the acknowledgement. */
    default void acknowledged(Connection connection, int number) {}

    /** The server refused something. */
    default void refused(Connection connection, String text) {}

    /** Anything else, as the bytes of its text. */
    default void other(Connection connection, ByteBuf bytes, int from, int to) {}
}
