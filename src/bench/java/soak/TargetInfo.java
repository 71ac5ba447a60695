package soak;

import bench.server.Seeder;
import bench.server.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where the server is and what a client has to know of it.
 *
 * @param cookieName the session's
 * @param styleSheet the address of the largest one: what takes the server longest to send
 * @param accounts how many there are, with ids from 1: the people, the account that does its worst, its partner, and the
 *     members of the large group
 */
record TargetInfo(int port, String cookieName, String styleSheet, int accounts) {
    static final int PEOPLE = 100;
    static final int HOSTILE_ACCOUNT = PEOPLE + 1;
    /** Whom the account that does its worst has a conversation with. */
    static final int PARTNER = PEOPLE + 2;

    private static final int PEOPLE_AT_ONE_ADDRESS = 10;
    private static final int MEMBERS_AT_ONE_ADDRESS = 50;
    private static final int ANONYMOUS_NETWORK = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern STYLE_SHEET = Pattern.compile("href=\"([^\"]+\\.css[^\"]*)\"");

    /** Finds it out as a browser does. */
    static TargetInfo discover(int port, int accounts) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        URI login = URI.create("http://127.0.0.1:" + port + "/login");
        String form = "username=user1&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        HttpResponse<String> loggedIn = send(
                http,
                HttpRequest.newBuilder(login)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        String cookie = loggedIn.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("Could not log in: " + loggedIn.statusCode()));
        return new TargetInfo(port, cookie.substring(0, cookie.indexOf('=')), largestStyleSheet(http, login), accounts);
    }

    private static String largestStyleSheet(HttpClient http, URI page) throws IOException {
        String largest = "";
        int length = 0;
        String html = send(http, HttpRequest.newBuilder(page)).body();
        for (MatchResult link : STYLE_SHEET.matcher(html).results().toList()) {
            String address = link.group(1);
            int found = send(http, HttpRequest.newBuilder(page.resolve(address)))
                    .body()
                    .length();
            if (found > length) {
                largest = address;
                length = found;
            }
        }
        return largest;
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** The cookie header's value of the session that was seeded for an account. */
    String cookie(int userId) {
        return cookieName + "=" + Tokens.derived(userId);
    }

    static InetAddress personAddress(int userId) {
        return address(1, userId / PEOPLE_AT_ONE_ADDRESS);
    }

    static InetAddress memberAddress(int number) {
        return address(2, number / MEMBERS_AT_ONE_ADDRESS);
    }

    static InetAddress hostileAddress() {
        return address(3, 0);
    }

    /** Where its sockets come from, so that what its requests hold does not keep them out. */
    static InetAddress hostileSocketAddress() {
        return address(3, 1);
    }

    static InetAddress partnerAddress() {
        return address(3, 2);
    }

    /** AnonymousAttackers of one kind share a network that nobody else has. */
    static InetAddress anonymousAddress(int kind, int number) {
        return address(ANONYMOUS_NETWORK + kind, number);
    }

    /** All of 127.0.0.0/8 is this machine, and each address is a client of its own to the server. */
    private static InetAddress address(int network, int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) network, (byte) (number / 250), (byte) (number % 250 + 1)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
