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

/** People who log in all at once, with the login form: each makes the server check a hash that is slow on purpose. */
final class Logins {
    private static final int SEE_OTHER = 303;
    private static final int NO_ANSWER = 0;
    private static final int WARM = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final int count;
    private final Latencies latencies = new Latencies();
    private final List<CompletableFuture<Integer>> answers = new ArrayList<>();

    Logins(int port, int count) {
        address = URI.create("http://127.0.0.1:" + port + "/login");
        this.count = count;
    }

    /** One after another, before it counts: neither side then meets its first login, as no server in use does. */
    void warm() {
        for (int userId = 1; userId <= Math.min(count, WARM); userId++) {
            http.sendAsync(form(userId), BodyHandlers.discarding()).join();
        }
    }

    void logIn() {
        for (int userId = 1; userId <= count; userId++) {
            long start = System.nanoTime();
            answers.add(http.sendAsync(form(userId), BodyHandlers.discarding())
                    .thenApply(answer -> {
                        synchronized (latencies) {
                            latencies.add(System.nanoTime() - start);
                        }
                        return answer.statusCode();
                    })
                    .exceptionally(failure -> NO_ANSWER));
        }
    }

    private HttpRequest form(int userId) {
        String password = URLEncoder.encode(Seeder.PASSWORD, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=user" + userId + "&password=" + password))
                .build();
    }

    /** Waits for those that still wait. */
    void tell(Report report) {
        if (count > 0) {
            long loggedIn = answers.stream()
                    .filter(answer -> answer.join() == SEE_OTHER)
                    .count();
            report.number("logins", count).number("logged_in", loggedIn);
            latencies.tell(report, "login");
        }
    }
}
