package soak;

import fuzz.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections, sends some bytes, and resets the connections at once without reading.
 *
 * @param sent the bytes that each connection sends; may be empty
 */
record ConnectionResets(String name, int perSecond, InetAddress from, String sent) implements Attacker {
    private static final int BATCHES_PER_SECOND = 10;

    @Override
    public void run(Phase phase) throws IOException {
        byte[] bytes = sent.getBytes(StandardCharsets.US_ASCII);
        while (phase.isRunning()) {
            for (int i = 0; i < Math.max(1, perSecond / BATCHES_PER_SECOND) && phase.isRunning(); i++) {
                openAndReset(phase, bytes);
            }
            phase.pause(1_000 / BATCHES_PER_SECOND);
        }
    }

    private void openAndReset(Phase phase, byte[] bytes) throws IOException {
        try (RawConnection connection = new RawConnection(from, phase.target().port())) {
            connection.send(bytes);
            phase.tally().count(name + ": opened and reset");
        } catch (IOException e) {
            phase.tally().count(name + ": could not open");
        }
    }
}
