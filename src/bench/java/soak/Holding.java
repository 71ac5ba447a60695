package soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;

/**
 * Keeps many connections that never come to an end. Each begins with the same bytes; then, once a second, it writes one
 * byte more, or reads one, or does nothing at all. One that the server cuts is opened again.
 *
 * @param beginning what each sends first
 * @param seconds after which one is given up and opened again: one that reads nothing does not see that it was cut
 */
record Holding(
        String name, int connections, IntFunction<InetAddress> from, byte[] beginning, Manner manner, int seconds)
        implements Stranger {
    enum Manner {
        /** Reads what comes, to see that it is cut, but sends no more. */
        STOP,
        /** Sends a byte a second. */
        DRIBBLE,
        /** Reads a byte a second. */
        SIP,
        /** Reads nothing. */
        STALL
    }

    private static final int TICK_MS = 1_000;
    private static final int CONNECT_MS = 2_000;
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final byte DRIP = 'a';

    @Override
    public void run(Visit visit) throws IOException {
        Held[] all = new Held[connections];
        while (visit.goesOn()) {
            long next = System.nanoTime() + TICK_MS * 1_000_000L;
            for (int i = 0; i < connections && visit.goesOn(); i++) {
                all[i] = tick(visit, i, all[i]);
            }
            visit.rest((next - System.nanoTime()) / 1_000_000);
        }
    }

    /** Gives what is held from then on; null: nothing, until the next tick. */
    private Held tick(Visit visit, int number, Held held) throws IOException {
        try {
            if (held == null) {
                Held opened = new Held(open(visit, number));
                visit.tally().count(name + ": opened");
                opened.begin();
                return opened;
            }
            if (held.isOlderThan(seconds)) {
                visit.closed(held.channel);
                visit.tally().count(name + ": given up");
                return null;
            }
            held.tick();
            return held;
        } catch (IOException e) {
            if (held == null) {
                visit.tally().count(name + ": could not open");
            } else {
                visit.closed(held.channel);
                visit.tally().count(name + ": cut");
            }
            return null;
        }
    }

    private SocketChannel open(Visit visit, int number) throws IOException {
        SocketChannel channel = visit.opened(SocketChannel.open());
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (manner == Manner.SIP || manner == Manner.STALL) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        try {
            channel.bind(new InetSocketAddress(from.apply(number), 0));
            channel.socket()
                    .connect(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(),
                                    visit.place().port()),
                            CONNECT_MS);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            visit.closed(channel);
            throw e;
        }
    }

    private final class Held {
        private final SocketChannel channel;
        private final ByteBuffer rest = ByteBuffer.wrap(beginning);
        private final ByteBuffer byteRead = ByteBuffer.allocate(1);
        private final long since = System.nanoTime();

        Held(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isOlderThan(int seconds) {
            return System.nanoTime() - since > seconds * 1_000_000_000L;
        }

        void begin() throws IOException {
            channel.write(rest);
        }

        void tick() throws IOException {
            channel.write(rest.hasRemaining() || manner != Manner.DRIBBLE ? rest : ByteBuffer.wrap(new byte[] {DRIP}));
            if (manner != Manner.STALL) {
                byteRead.clear();
                if (channel.read(byteRead) < 0) {
                    throw new IOException("cut");
                }
            }
        }
    }
}
