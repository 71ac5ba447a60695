package soak;

import bench.server.Seeder;
import bench.traffic.Senders;
import fuzz.RawConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The HTTP requests of the people: pages, lists, a style sheet, and an occasional login. All are valid and within the
 * limits, so a missing response or one with 4xx or 5xx is a broken promise.
 */
final class Browsing implements Runnable {
    private static final int PAUSE_MS = 250;
    private static final int REQUESTS_PER_CONNECTION = 8;
    private static final int LOGINS_ONE_IN = 40;
    private static final int FIRST_ERROR = 400;

    private final Phase phase;
    private final HttpResults results;
    private final Findings findings;
    private final Random random;

    Browsing(Phase phase, HttpResults results, Findings findings, long seed) {
        this.phase = phase;
        this.results = results;
        this.findings = findings;
        random = new Random(seed);
    }

    @Override
    public void run() {
        while (phase.isRunning()) {
            try {
                browse(1 + random.nextInt(TargetInfo.PEOPLE));
            } catch (IOException e) {
                if (phase.isRunning()) {
                    findings.add("a person could not connect: " + e);
                }
            }
        }
    }

    /** Sends a few requests of one person over one connection. */
    private void browse(int userId) throws IOException {
        phase.pause(PAUSE_MS);
        RawConnection connection = phase.connect(TargetInfo.personAddress(userId));
        try {
            boolean more = true;
            for (int i = 0; i < REQUESTS_PER_CONNECTION && more && phase.isRunning(); i++) {
                more = send(connection, random.nextInt(LOGINS_ONE_IN) == 0 ? login(userId) : get(userId, path(userId)));
                phase.pause(PAUSE_MS);
            }
        } finally {
            phase.closed(connection);
        }
    }

    /** Returns whether the connection stays open. */
    private boolean send(RawConnection connection, String request) {
        String what = request.substring(0, request.indexOf(" HTTP/"));
        long start = System.nanoTime();
        RawConnection.Response response;
        try {
            connection.send(request.getBytes(StandardCharsets.US_ASCII));
            response = connection.readResponse(false);
        } catch (IOException e) {
            if (phase.isRunning()) {
                findings.add("a person got no response to " + what + ": " + e);
            }
            return false;
        }
        if (what.startsWith("GET")) {
            results.addLatency(System.nanoTime() - start); // a login is slow on purpose
        }
        results.addStatus(response.status());
        if (response.status() >= FIRST_ERROR) {
            findings.add("a person got status " + response.status() + " for " + what);
        }
        return !response.closes();
    }

    private String path(int userId) {
        return switch (random.nextInt(7)) {
            case 0 -> "/chat";
            case 1 -> "/users";
            case 2 -> "/rooms";
            case 3 -> "/messages/" + Senders.partnerOf(userId);
            case 4 -> "/online_users";
            case 5 -> phase.target().styleSheet();
            default -> "/healthz";
        };
    }

    private String get(int userId, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + phase.target().host() + "\r\nCookie: "
                + phase.target().cookie(userId) + "\r\n\r\n";
    }

    /** Without a cookie, as from another browser. */
    private String login(int userId) {
        String form =
                "username=user" + userId + "&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return "POST /login HTTP/1.1\r\nHost: " + phase.target().host()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
    }
}
