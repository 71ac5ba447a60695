package soak;

import fuzz.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections, says something, and resets them at once without reading what comes.
 *
 * @param said what each says; may be empty
 */
record Resets(String name, int perSecond, InetAddress from, String said) implements Stranger {
    private static final int BUNCHES_A_SECOND = 10;

    @Override
    public void run(Visit visit) throws IOException {
        byte[] bytes = said.getBytes(StandardCharsets.US_ASCII);
        while (visit.goesOn()) {
            for (int i = 0; i < Math.max(1, perSecond / BUNCHES_A_SECOND) && visit.goesOn(); i++) {
                once(visit, bytes);
            }
            visit.rest(1_000 / BUNCHES_A_SECOND);
        }
    }

    private void once(Visit visit, byte[] bytes) throws IOException {
        try (Line line = new Line(from, visit.place().port())) {
            line.send(bytes);
            visit.tally().count(name + ": opened and reset");
        } catch (IOException e) {
            visit.tally().count(name + ": could not open");
        }
    }
}
