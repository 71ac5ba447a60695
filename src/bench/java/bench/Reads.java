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

/** What user 1 asks over HTTP, one request after another, on one connection. */
final class Reads {
    private static final int OK = 200;
    /** On one core the compiler is busy as long. */
    private static final int WARM_UPS = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server;
    private final int requests;

    Reads(Server server, int requests) {
        this.server = server;
        this.requests = requests;
    }

    /** @param path what to ask next */
    void measure(Report report, String name, Supplier<String> path) {
        for (int i = 0; i < WARM_UPS; i++) {
            get(path.get());
        }
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            String asked = path.get();
            long start = System.nanoTime();
            get(asked);
            latencies.add(System.nanoTime() - start);
        }
        latencies.tell(report, name);
    }

    private void get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Cookie", server.chat().cookie(1))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
