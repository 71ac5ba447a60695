package soak;

import bench.server.Seeder;
import bench.traffic.Senders;
import fuzz.RawConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What the people ask over HTTP beside their sockets: pages, lists, a style sheet, and now and then one of them logs in.
 * What is not answered, or with 4xx or 5xx, is a broken promise: none of it is wrong, and all of it within the limits.
 */
final class Browsing implements Runnable {
    private static final int REST_MS = 250;
    private static final int REQUESTS_A_CONNECTION = 8;
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

    /** One person asks for a few things over one connection. */
    private void browse(int userId) throws IOException {
        phase.pause(REST_MS);
        RawConnection connection = phase.connect(TargetInfo.personAddress(userId));
        try {
            boolean more = true;
            for (int i = 0; i < REQUESTS_A_CONNECTION && more && phase.isRunning(); i++) {
                more = send(connection, random.nextInt(LOGINS_ONE_IN) == 0 ? login(userId) : get(userId, path(userId)));
                phase.pause(REST_MS);
            }
        } finally {
            phase.closed(connection);
        }
    }

    /** Gives whether the connection goes on. */
    private boolean send(RawConnection connection, String request) {
        String what = request.substring(0, request.indexOf(" HTTP/"));
        long start = System.nanoTime();
        RawConnection.Response response;
        try {
            connection.send(request.getBytes(StandardCharsets.US_ASCII));
            response = connection.readResponse(false);
        } catch (IOException e) {
            if (phase.isRunning()) {
                findings.add("a person had no answer to " + what + ": " + e);
            }
            return false;
        }
        if (what.startsWith("GET")) {
            results.addLatency(System.nanoTime() - start); // a login takes as long as it is meant to
        }
        results.addStatus(response.status());
        if (response.status() >= FIRST_ERROR) {
            findings.add("a person was answered " + response.status() + " to " + what);
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

    /** As in another browser: without a cookie. */
    private String login(int userId) {
        String form =
                "username=user" + userId + "&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return "POST /login HTTP/1.1\r\nHost: " + phase.target().host()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
    }
}
