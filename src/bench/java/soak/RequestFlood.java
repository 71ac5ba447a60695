package soak;

import fuzz.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Sends requests and reads the responses, at a limited rate, on several persistent connections in parallel.
 *
 * @param requests returns the next request in full
 */
record RequestFlood(String name, int parallel, int perSecond, IntFunction<InetAddress> from, Supplier<String> requests)
        implements Attacker {
    @Override
    public void run(Phase phase) throws IOException {
        RawConnection[] connections = new RawConnection[parallel];
        boolean[] isSent = new boolean[parallel];
        while (phase.isRunning()) {
            long next = System.nanoTime() + 1_000_000_000L * parallel / perSecond;
            for (int i = 0; i < parallel && phase.isRunning(); i++) {
                isSent[i] = send(phase, connections, i);
            }
            for (int i = 0; i < parallel && phase.isRunning(); i++) {
                if (isSent[i]) {
                    receive(phase, connections, i);
                }
            }
            long milliseconds = (next - System.nanoTime()) / 1_000_000;
            if (milliseconds > 0) {
                phase.pause(milliseconds);
            }
        }
    }

    private boolean send(Phase phase, RawConnection[] connections, int i) throws IOException {
        try {
            if (connections[i] == null) {
                connections[i] = phase.connect(from.apply(i));
            }
            connections[i].send(requests.get().getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            disconnect(phase, connections, i);
            phase.pause(10);
            return false;
        }
    }

    private void receive(Phase phase, RawConnection[] connections, int i) throws IOException {
        try {
            RawConnection.Response response = connections[i].readResponse(false);
            phase.tally().count(name + ": status " + response.status());
            if (response.closes()) {
                phase.closed(connections[i]);
                connections[i] = null;
            }
        } catch (IOException e) {
            disconnect(phase, connections, i);
        }
    }

    private void disconnect(Phase phase, RawConnection[] connections, int i) throws IOException {
        if (connections[i] == null) {
            phase.tally().count(name + ": could not open");
        } else {
            phase.tally().count(name + ": disconnected");
            phase.closed(connections[i]);
            connections[i] = null;
        }
    }
}
