package soak;

import fuzz.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.function.Supplier;

/**
 * Sends frames in bunches over a socket of its own, so many a second at most, and reads whatever comes. When the socket
 * is closed it comes back.
 *
 * @param bunch how many frames one of {@code frames} is
 */
record FrameStorm(String name, int bunch, int perSecond, InetAddress from, int userId, Supplier<byte[]> frames)
        implements Stranger {
    private static final int REFUSED_PAUSE_MS = 1_000;

    @Override
    public void run(Visit visit) throws IOException {
        while (visit.goesOn()) {
            Line line = null;
            try {
                line = visit.line(from);
                line.send(Upgrades.request(visit.place(), userId));
                int status = line.answer(false).status();
                visit.tally().count(name + ": upgrade answered " + status);
                if (status == 101) {
                    storm(visit, line);
                } else {
                    visit.rest(REFUSED_PAUSE_MS);
                }
            } catch (IOException e) {
                visit.tally().count(name + (line == null ? ": could not open" : ": cut"));
                visit.rest(100);
            } finally {
                if (line != null) {
                    visit.closed(line);
                }
            }
        }
    }

    private void storm(Visit visit, Line line) throws IOException {
        InputStream in = line.in();
        while (visit.goesOn()) {
            long next = System.nanoTime() + 1_000_000_000L * bunch / perSecond;
            line.send(frames.get());
            visit.tally().count(name + ": frames", bunch);
            do {
                in.skipNBytes(in.available());
                visit.rest(Math.min(50, (next - System.nanoTime()) / 1_000_000));
            } while (visit.goesOn() && next - System.nanoTime() > 1_000_000);
        }
    }
}
