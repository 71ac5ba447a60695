package bench.wire;

import io.netty.buffer.ByteBuf;

/** How a server under load is spoken to. */
public interface Protocol {
    /** The request that opens this user's socket, but for the lines that every upgrade has. */
    String upgrade(int userId);

    /** A message of 60 characters from a user to another. */
    MessageFrame messageTo(int userId);

    /** Reads one text frame, the bytes from {@code from} to {@code to}, and tells the connection what it says. */
    void read(Connection connection, ByteBuf bytes, int from, int to);
}
