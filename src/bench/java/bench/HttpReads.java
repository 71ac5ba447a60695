package bench;

import bench.measure.Latencies;
import bench.measure.Report;
import bench.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Supplier;

/** HTTP requests of user 1, sent one after another on one connection. */
final class HttpReads {
    private static final int OK = 200;
    /** So many requests keep the JIT compiler busy on a single core. */
    private static final int WARM_UPS = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server;
    private final int requests;

    HttpReads(Server server, int requests) {
        this.server = server;
        this.requests = requests;
    }

    /** @param path returns the path of the next request */
    void measure(Report report, String name, Supplier<String> path) {
        for (int i = 0; i < WARM_UPS; i++) {
            get(path.get());
        }
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            String next = path.get();
            long start = System.nanoTime();
            get(next);
            latencies.add(System.nanoTime() - start);
        }
        latencies.addTo(report, name);
    }

    private void get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Cookie", server.chat().cookie(1))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
