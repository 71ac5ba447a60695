package soak;

import fuzz.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Asks and reads the answers: so many requests at a time, each on a connection of its own that is kept, and so many a
 * second at most.
 *
 * @param requests gives the next one, whole
 */
record RequestStorm(String name, int together, int perSecond, IntFunction<InetAddress> from, Supplier<String> requests)
        implements Stranger {
    @Override
    public void run(Visit visit) throws IOException {
        Line[] lines = new Line[together];
        boolean[] asked = new boolean[together];
        while (visit.goesOn()) {
            long next = System.nanoTime() + 1_000_000_000L * together / perSecond;
            for (int i = 0; i < together && visit.goesOn(); i++) {
                asked[i] = ask(visit, lines, i);
            }
            for (int i = 0; i < together && visit.goesOn(); i++) {
                if (asked[i]) {
                    answer(visit, lines, i);
                }
            }
            long milliseconds = (next - System.nanoTime()) / 1_000_000;
            if (milliseconds > 0) {
                visit.rest(milliseconds);
            }
        }
    }

    private boolean ask(Visit visit, Line[] lines, int i) throws IOException {
        try {
            if (lines[i] == null) {
                lines[i] = visit.line(from.apply(i));
            }
            lines[i].send(requests.get().getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            hangUp(visit, lines, i);
            visit.rest(10);
            return false;
        }
    }

    private void answer(Visit visit, Line[] lines, int i) throws IOException {
        try {
            Line.Answer answer = lines[i].answer(false);
            visit.tally().count(name + ": answered " + answer.status());
            if (answer.last()) {
                visit.closed(lines[i]);
                lines[i] = null;
            }
        } catch (IOException e) {
            hangUp(visit, lines, i);
        }
    }

    private void hangUp(Visit visit, Line[] lines, int i) throws IOException {
        if (lines[i] == null) {
            visit.tally().count(name + ": could not open");
        } else {
            visit.tally().count(name + ": cut");
            visit.closed(lines[i]);
            lines[i] = null;
        }
    }
}
