package soak;

import bench.server.Seeder;
import bench.traffic.Senders;
import fuzz.Line;
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

    private final Visit visit;
    private final Answers answers;
    private final Findings findings;
    private final Random random;

    Browsing(Visit visit, Answers answers, Findings findings, long seed) {
        this.visit = visit;
        this.answers = answers;
        this.findings = findings;
        random = new Random(seed);
    }

    @Override
    public void run() {
        while (visit.goesOn()) {
            try {
                sit(1 + random.nextInt(Place.PEOPLE));
            } catch (IOException e) {
                if (visit.goesOn()) {
                    findings.add("a person could not connect: " + e);
                }
            }
        }
    }

    /** One person asks for a few things over one connection. */
    private void sit(int userId) throws IOException {
        visit.rest(REST_MS);
        Line line = visit.line(Place.ofPerson(userId));
        try {
            boolean more = true;
            for (int i = 0; i < REQUESTS_A_CONNECTION && more && visit.goesOn(); i++) {
                more = ask(line, random.nextInt(LOGINS_ONE_IN) == 0 ? login(userId) : get(userId, path(userId)));
                visit.rest(REST_MS);
            }
        } finally {
            visit.closed(line);
        }
    }

    /** Gives whether the connection goes on. */
    private boolean ask(Line line, String request) {
        String what = request.substring(0, request.indexOf(" HTTP/"));
        long begun = System.nanoTime();
        Line.Answer answer;
        try {
            line.send(request.getBytes(StandardCharsets.US_ASCII));
            answer = line.answer(false);
        } catch (IOException e) {
            if (visit.goesOn()) {
                findings.add("a person had no answer to " + what + ": " + e);
            }
            return false;
        }
        if (what.startsWith("GET")) {
            answers.took(System.nanoTime() - begun); // a login takes as long as it is meant to
        }
        answers.add(answer.status());
        if (answer.status() >= FIRST_ERROR) {
            findings.add("a person was answered " + answer.status() + " to " + what);
        }
        return !answer.last();
    }

    private String path(int userId) {
        return switch (random.nextInt(7)) {
            case 0 -> "/chat";
            case 1 -> "/users";
            case 2 -> "/rooms";
            case 3 -> "/messages/" + Senders.partnerOf(userId);
            case 4 -> "/online_users";
            case 5 -> visit.place().styleSheet();
            default -> "/healthz";
        };
    }

    private String get(int userId, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + visit.place().host() + "\r\nCookie: "
                + visit.place().cookie(userId) + "\r\n\r\n";
    }

    /** As in another browser: without a cookie. */
    private String login(int userId) {
        String form =
                "username=user" + userId + "&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return "POST /login HTTP/1.1\r\nHost: " + visit.place().host()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
    }
}
