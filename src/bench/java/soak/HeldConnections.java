package soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;

/**
 * Holds many connections open. Each sends the same first bytes. After that it writes or reads one byte a second, or
 * does nothing. A connection that the server closes is opened again.
 *
 * @param beginning the bytes that each connection sends first
 * @param seconds the age at which a connection is opened again, since one that reads nothing does not notice a close
 */
record HeldConnections(
        String name, int connections, IntFunction<InetAddress> from, byte[] beginning, Mode mode, int seconds)
        implements Attacker {
    enum Mode {
        /** Sends no more, and reads only to notice that the server closes. */
        SEND_NOTHING,
        /** Sends a byte a second. */
        SEND_SLOWLY,
        /** Reads a byte a second. */
        READ_SLOWLY,
        /** Reads nothing. */
        READ_NOTHING
    }

    private static final int TICK_MS = 1_000;
    private static final int CONNECT_MS = 2_000;
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final byte EXTRA_BYTE = 'a';

    @Override
    public void run(Phase phase) throws IOException {
        HeldConnection[] all = new HeldConnection[connections];
        while (phase.isRunning()) {
            long next = System.nanoTime() + TICK_MS * 1_000_000L;
            for (int i = 0; i < connections && phase.isRunning(); i++) {
                all[i] = tick(phase, i, all[i]);
            }
            phase.pause((next - System.nanoTime()) / 1_000_000);
        }
    }

    /** Returns the connection to hold from now on; null for none until the next tick. */
    private HeldConnection tick(Phase phase, int number, HeldConnection connection) throws IOException {
        try {
            if (connection == null) {
                HeldConnection opened = new HeldConnection(open(phase, number));
                phase.tally().count(name + ": opened");
                opened.begin();
                return opened;
            }
            if (connection.isOlderThan(seconds)) {
                phase.closed(connection.channel);
                phase.tally().count(name + ": reopened for its age");
                return null;
            }
            connection.tick();
            return connection;
        } catch (IOException e) {
            if (connection == null) {
                phase.tally().count(name + ": could not open");
            } else {
                phase.closed(connection.channel);
                phase.tally().count(name + ": disconnected");
            }
            return null;
        }
    }

    private SocketChannel open(Phase phase, int number) throws IOException {
        SocketChannel channel = phase.opened(SocketChannel.open());
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (mode == Mode.READ_SLOWLY || mode == Mode.READ_NOTHING) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        try {
            channel.bind(new InetSocketAddress(from.apply(number), 0));
            channel.socket()
                    .connect(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(),
                                    phase.target().port()),
                            CONNECT_MS);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            phase.closed(channel);
            throw e;
        }
    }

    private final class HeldConnection {
        private final SocketChannel channel;
        private final ByteBuffer rest = ByteBuffer.wrap(beginning);
        private final ByteBuffer byteRead = ByteBuffer.allocate(1);
        private final long openedAt = System.nanoTime();

        HeldConnection(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isOlderThan(int seconds) {
            return System.nanoTime() - openedAt > seconds * 1_000_000_000L;
        }

        void begin() throws IOException {
            channel.write(rest);
        }

        void tick() throws IOException {
            channel.write(
                    rest.hasRemaining() || mode != Mode.SEND_SLOWLY ? rest : ByteBuffer.wrap(new byte[] {EXTRA_BYTE}));
            if (mode != Mode.READ_NOTHING) {
                byteRead.clear();
                if (channel.read(byteRead) < 0) {
                    throw new IOException("The server closed");
                }
            }
        }
    }
}
