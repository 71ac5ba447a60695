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
 * Where the server is, and what clients need to know about it.
 *
 * @param cookieName the name of the session cookie
 * @param styleSheet the path of the largest style sheet, which takes the server longest to send
 * @param accounts the number of accounts, with ids from 1: the people, the hostile account, its partner, and the
 *     members of the large group
 */
record TargetInfo(int port, String cookieName, String styleSheet, int accounts) {
    static final int PEOPLE = 100;
    static final int HOSTILE_ACCOUNT = PEOPLE + 1;
    /** The user with whom the hostile account has a conversation. */
    static final int PARTNER = PEOPLE + 2;

    private static final int PEOPLE_PER_ADDRESS = 10;
    private static final int MEMBERS_PER_ADDRESS = 50;
    private static final int ANONYMOUS_NETWORK = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern STYLE_SHEET = Pattern.compile("href=\"([^\"]+\\.css[^\"]*)\"");

    /** Logs in and reads the login page, as a browser would, to find these facts. */
    static TargetInfo discover(int port, int accounts) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        URI login = URI.create("http://127.0.0.1:" + port + "/login");
        String form = "username=user1&password=" + URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        HttpResponse<String> response = send(
                http,
                HttpRequest.newBuilder(login)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        String cookie = response.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("Could not log in: " + response.statusCode()));
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

    /** The value of the header {@code Cookie} with the seeded session of an account. */
    String cookie(int userId) {
        return cookieName + "=" + Tokens.derived(userId);
    }

    static InetAddress personAddress(int userId) {
        return address(1, userId / PEOPLE_PER_ADDRESS);
    }

    static InetAddress memberAddress(int number) {
        return address(2, number / MEMBERS_PER_ADDRESS);
    }

    static InetAddress hostileAddress() {
        return address(3, 0);
    }

    /** A second address, so that the limits on the requests of the hostile account do not keep its sockets out. */
    static InetAddress hostileSocketAddress() {
        return address(3, 1);
    }

    static InetAddress partnerAddress() {
        return address(3, 2);
    }

    /** Each kind of anonymous attacker has a network of its own. */
    static InetAddress anonymousAddress(int kind, int number) {
        return address(ANONYMOUS_NETWORK + kind, number);
    }

    /** All of 127.0.0.0/8 is this machine, and the server counts each address as a separate client. */
    private static InetAddress address(int network, int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) network, (byte) (number / 250), (byte) (number % 250 + 1)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
