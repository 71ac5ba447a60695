package soak;

import fuzz.RawConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.function.Supplier;

/**
 * Sends batches of frames over a socket of its own, at a limited rate, and reads all that comes. When the socket is
 * closed, it connects again.
 *
 * @param batch the number of frames in each of {@code frames}
 */
record FrameFlood(String name, int batch, int perSecond, InetAddress from, int userId, Supplier<byte[]> frames)
        implements Attacker {
    private static final int REFUSED_PAUSE_MS = 1_000;

    @Override
    public void run(Phase phase) throws IOException {
        while (phase.isRunning()) {
            RawConnection connection = null;
            try {
                connection = phase.connect(from);
                connection.send(WebSocketBytes.request(phase.target(), userId));
                int status = connection.readResponse(false).status();
                phase.tally().count(name + ": upgrade status " + status);
                if (status == 101) {
                    flood(phase, connection);
                } else {
                    phase.pause(REFUSED_PAUSE_MS);
                }
            } catch (IOException e) {
                phase.tally().count(name + (connection == null ? ": could not open" : ": disconnected"));
                phase.pause(100);
            } finally {
                if (connection != null) {
                    phase.closed(connection);
                }
            }
        }
    }

    private void flood(Phase phase, RawConnection connection) throws IOException {
        InputStream in = connection.in();
        while (phase.isRunning()) {
            long next = System.nanoTime() + 1_000_000_000L * batch / perSecond;
            connection.send(frames.get());
            phase.tally().count(name + ": frames", batch);
            do {
                in.skipNBytes(in.available());
                phase.pause(Math.min(50, (next - System.nanoTime()) / 1_000_000));
            } while (phase.isRunning() && next - System.nanoTime() > 1_000_000);
        }
    }
}
