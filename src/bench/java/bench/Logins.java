package bench;

import bench.measure.Latencies;
import bench.measure.Report;
import bench.server.Seeder;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A burst of logins with the login form. Each makes the server check a password hash that is slow on purpose. */
final class Logins {
    private static final int SEE_OTHER = 303;
    private static final int NO_RESPONSE = 0;
    private static final int WARM_UPS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final int count;
    private final Latencies latencies = new Latencies();
    private final List<CompletableFuture<Integer>> responses = new ArrayList<>();

    Logins(int port, int count) {
        address = URI.create("http://127.0.0.1:" + port + "/login");
        this.count = count;
    }

    /** Logs in one user after another before the measurement, so that it has no first login with its class loading. */
    void warmUp() {
        for (int userId = 1; userId <= Math.min(count, WARM_UPS); userId++) {
            http.sendAsync(form(userId), BodyHandlers.discarding()).join();
        }
    }

    void logIn() {
        for (int userId = 1; userId <= count; userId++) {
            long start = System.nanoTime();
            responses.add(http.sendAsync(form(userId), BodyHandlers.discarding())
                    .thenApply(response -> {
                        synchronized (latencies) {
                            latencies.add(System.nanoTime() - start);
                        }
                        return response.statusCode();
                    })
                    .exceptionally(failure -> NO_RESPONSE));
        }
    }

    private HttpRequest form(int userId) {
        String password = URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=user" + userId + "&password=" + password))
                .build();
    }

    /** Waits for the outstanding responses first. */
    void addTo(Report report) {
        if (count > 0) {
            long loggedIn = responses.stream()
                    .filter(response -> response.join() == SEE_OTHER)
                    .count();
            report.number("logins", count).number("logged_in", loggedIn);
            latencies.addTo(report, "login");
        }
    }
}
