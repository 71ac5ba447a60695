package soak;

import fuzz.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections, says something, and resets them at once without reading what comes.
 *
 * @param said what each says; may be empty
 */
record ConnectionResets(String name, int perSecond, InetAddress from, String said) implements Attacker {
    private static final int BUNCHES_A_SECOND = 10;

    @Override
    public void run(Phase phase) throws IOException {
        byte[] bytes = said.getBytes(StandardCharsets.US_ASCII);
        while (phase.isRunning()) {
            for (int i = 0; i < Math.max(1, perSecond / BUNCHES_A_SECOND) && phase.isRunning(); i++) {
                once(phase, bytes);
            }
            phase.pause(1_000 / BUNCHES_A_SECOND);
        }
    }

    private void once(Phase phase, byte[] bytes) throws IOException {
        try (RawConnection connection = new RawConnection(from, phase.target().port())) {
            connection.send(bytes);
            phase.tally().count(name + ": opened and reset");
        } catch (IOException e) {
            phase.tally().count(name + ": could not open");
        }
    }
}
