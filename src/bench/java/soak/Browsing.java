package soak;

import bench.measure.Latencies;
import bench.server.Seeder;
import fuzz.Line;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the people ask over HTTP beside their sockets: pages, lists, a style sheet, and now and then one of them logs in.
 * One thread of several; {@link #run} is called by one.
 */
final class Browsing implements Runnable {
    private static final int REST_MS = 250;
    private static final int REQUESTS_A_CONNECTION = 8;
    private static final int LOGINS_ONE_IN = 40;

    private final Visit visit;
    private final Findings findings;
    private final Random random;
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> answers = new TreeMap<>();

    Browsing(Visit visit, Findings findings, long seed) {
        this.visit = visit;
        this.findings = findings;
        random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            while (visit.goesOn()) {
                sit(1 + random.nextInt(Place.PEOPLE));
            }
        } catch (IOException e) {
            if (visit.goesOn()) {
                findings.add("people over HTTP: " + e);
            }
        }
    }

    /** One person asks for a few things over one connection. */
    private void sit(int userId) throws IOException {
        Line line = visit.line(Place.ofPerson(userId));
        try {
            for (int i = 0; i < REQUESTS_A_CONNECTION && visit.goesOn(); i++) {
                String request = random.nextInt(LOGINS_ONE_IN) == 0 ? login(userId) : get(userId, path(userId));
                if (!ask(line, request)) {
                    return;
                }
                visit.rest(REST_MS);
            }
        } finally {
            visit.closed(line);
        }
    }

    /** Gives whether the connection goes on. */
    private boolean ask(Line line, String request) throws IOException {
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
        if (!what.startsWith("POST")) {
            latencies.add(System.nanoTime() - begun); // a login takes as long as it is meant to
        }
        answers.merge("answered " + answer.status(), 1, Integer::sum);
        if (answer.status() >= 400) {
            findings.add("a person was answered " + answer.status() + " to " + what);
        }
        return !answer.last();
    }

    private String path(int userId) {
        return switch (random.nextInt(7)) {
            case 0 -> "/chat";
            case 1 -> "/users";
            case 2 -> "/rooms";
            case 3 -> "/messages/" + bench.traffic.Senders.partnerOf(userId);
            case 4 -> "/online_users";
            case 5 -> visit.place().styleSheet();
            default -> "/healthz";
        };
    }

    private String get(int userId, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + visit.place().port() + "\r\nCookie: "
                + visit.place().cookie(userId) + "\r\n\r\n";
    }

    /** As in another browser: without a cookie. */
    private String login(int userId) {
        String form =
                "username=user" + userId + "&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return "POST /login HTTP/1.1\r\nHost: 127.0.0.1:" + visit.place().port()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
    }

    Latencies latencies() {
        return latencies;
    }

    Map<String, Integer> answers() {
        return answers;
    }
}
