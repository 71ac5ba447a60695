package bench.wire;

import io.netty.buffer.ByteBuf;

/** The protocol of a server under test. */
public interface Protocol {
    /** The start of the request that opens this user's socket: all but the headers that every upgrade has. */
    String upgrade(int userId);

    /** A message of 60 characters to this user. */
    MessageFrame messageTo(int userId);

    /** Reads one text frame, the bytes from {@code from} to {@code to}, and reports it to the connection. */
    void read(Connection connection, ByteBuf bytes, int from, int to);
}
