package fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one request after the other, and looks at what comes back. */
final class HttpWorker {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final int REQUESTS_WITH_A_SCENE = 1_000;

    private static final int LOOK_EVERY = 20;

    private final Town town;
    private final Tally tally;
    private final HttpCases cases;
    private Line line;

    HttpWorker(Town town, Tally tally, Chance chance) {
        this.town = town;
        this.tally = tally;
        cases = new HttpCases(chance, town);
    }

    void run(long requests) throws IOException {
        Scene scene = town.newScene();
        HttpCase before = new HttpCase(new byte[0], false, false);
        for (long i = 1; i <= requests; i++) {
            if (i % REQUESTS_WITH_A_SCENE == 0 || (i % LOOK_EVERY == 0 && !scene.lives(town.port()))) {
                scene = town.newScene();
            }
            HttpCase sent = cases.next(scene);
            try {
                if (sent.framed()) {
                    exchange(sent);
                } else {
                    throwAt(sent);
                }
            } catch (SocketTimeoutException e) {
                tally.find("no answer in time", sent.bytes());
                hangUp();
            } catch (ProtocolException e) {
                tally.find(e.getMessage(), before.bytes());
                hangUp();
            }
            before = sent;
            tally.count("requests");
        }
        hangUp();
    }

    /** Over the connection that is open, which the server may have closed meanwhile. */
    private void exchange(HttpCase sent) throws IOException {
        boolean fresh = line == null;
        try {
            if (fresh) {
                line = new Line(town.port());
            }
            line.send(sent.bytes());
            Line.Answer answer = line.answer(sent.head());
            judge(answer.status(), sent.bytes());
            if (answer.last() || answer.status() == 101) {
                hangUp();
            }
        } catch (EOFException | SocketException e) {
            hangUp();
            if (fresh) {
                tally.count("requests: closed without an answer");
            } else {
                exchange(sent);
            }
        }
    }

    /** Over a connection of its own, whose end is the request's. */
    private void throwAt(HttpCase sent) throws IOException {
        try (Line own = new Line(town.port())) {
            own.send(sent.bytes());
            own.endOutput();
            Matcher answers = STATUS.matcher(own.rest());
            boolean any = false;
            while (answers.find()) {
                any = true;
                judge(Integer.parseInt(answers.group(1)), sent.bytes());
            }
            if (!any) {
                tally.count("requests: closed without an answer");
            }
        } catch (SocketException e) {
            tally.count("requests: connection reset");
        }
    }

    private void judge(int status, byte[] sent) {
        tally.count("requests: answered " + status);
        if (status >= 500 && status != 503) {
            tally.find("answer " + status, sent);
        }
    }

    private void hangUp() throws IOException {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
