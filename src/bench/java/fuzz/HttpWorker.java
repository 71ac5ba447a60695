package fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one request after another and checks the responses. */
final class HttpWorker {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final int REQUESTS_PER_ACTOR = 1_000;

    private static final int SESSION_CHECK_INTERVAL = 20;

    private final Site site;
    private final Tally tally;
    private final HttpCases cases;
    private RawConnection connection;

    HttpWorker(Site site, Tally tally, Randomness random) {
        this.site = site;
        this.tally = tally;
        cases = new HttpCases(random, site);
    }

    void run(long requests) throws IOException {
        Actor actor = site.newActor();
        HttpCase before = new HttpCase(new byte[0], false, false);
        for (long i = 1; i <= requests; i++) {
            if (i % REQUESTS_PER_ACTOR == 0 || (i % SESSION_CHECK_INTERVAL == 0 && !actor.isSignedIn(site.port()))) {
                actor = site.newActor();
            }
            HttpCase sent = cases.next(actor);
            try {
                if (sent.isWellFramed()) {
                    exchange(sent);
                } else {
                    exchangeOnNewConnection(sent);
                }
            } catch (SocketTimeoutException e) {
                tally.addFinding("no response in time", sent.bytes());
                disconnect();
            } catch (ProtocolException e) {
                tally.addFinding(e.getMessage(), before.bytes());
                disconnect();
            }
            before = sent;
            tally.count("requests");
        }
        disconnect();
    }

    /** Uses the open connection. If the server has closed it in the meantime, sends the request again on a new one. */
    private void exchange(HttpCase sent) throws IOException {
        boolean fresh = connection == null;
        try {
            if (fresh) {
                connection = new RawConnection(site.port());
            }
            connection.send(sent.bytes());
            RawConnection.Response response = connection.readResponse(sent.isHead());
            judge(response.status(), sent.bytes());
            if (response.closes() || response.status() == 101) {
                disconnect();
            }
        } catch (EOFException | SocketException e) {
            disconnect();
            if (fresh) {
                tally.count("requests: closed without a response");
            } else {
                exchange(sent);
            }
        }
    }

    /** Uses a connection of its own, whose end is also the end of the request. */
    private void exchangeOnNewConnection(HttpCase sent) throws IOException {
        try (RawConnection own = new RawConnection(site.port())) {
            own.send(sent.bytes());
            own.endOutput();
            Matcher statuses = STATUS.matcher(own.readToEnd());
            boolean any = false;
            while (statuses.find()) {
                any = true;
                judge(Integer.parseInt(statuses.group(1)), sent.bytes());
            }
            if (!any) {
                tally.count("requests: closed without a response");
            }
        } catch (SocketException e) {
            tally.count("requests: connection reset");
        }
    }

    private void judge(int status, byte[] sent) {
        tally.count("requests: status " + status);
        if (status >= 500 && status != 503) {
            tally.addFinding("status " + status, sent);
        }
    }

    private void disconnect() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
