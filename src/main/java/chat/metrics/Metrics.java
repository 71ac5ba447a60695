package chat.metrics;

import chat.db.Database;
import chat.feature.Base;
import chat.feature.Feature;
import chat.realtime.Hub;
import chat.web.Access;
import chat.web.AnsweredRequest;
import chat.web.ApiError;
import chat.web.Requests;
import chat.web.Routes;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * {@code GET /metrics} for Prometheus. It exists only if a token is set. Most values are read at each scrape. A commit
 * is counted once, however many messages it holds.
 */
public final class Metrics implements Feature {
    private static final String BEARER = "Bearer ";
    private static final Duration[] BUCKETS = List.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000).stream()
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Base base;
    private final Requests requests;
    private final byte[] token;
    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** @param token the bearer token that requests must have. Null disables metrics */
    public Metrics(Base base, Requests requests, String token) {
        this.base = base;
        this.requests = requests;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        registry = token == null ? null : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /** Registers the meters of these features, if metrics are enabled. */
    public void watch(List<Feature> features) {
        if (registry != null) {
            features.forEach(feature -> feature.meters(registry));
        }
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/metrics", Access.ANYONE, this::show);
    }

    /** Registers the meters of the shared services, which belong to no feature. */
    @Override
    public void meters(MeterRegistry meters) {
        watchRequests();
        watchDatabase(base.database());
        watchSockets(base.hub());
        new FileDescriptorMetrics().bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        gc.bindTo(meters);
    }

    private void watchRequests() {
        MeterProvider<Timer> durations = Timer.builder("chat.http.requests")
                .description("Requests answered, by route and status")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        requests.onAnswered(request -> durations.withTags(tags(request)).record(request.nanos(), TimeUnit.NANOSECONDS));
    }

    /** Requests without a route share one series, because clients can make up any number of paths and methods. */
    private static Tags tags(AnsweredRequest request) {
        boolean known = request.route() != null;
        return Tags.of(
                "route", known ? request.route() : "none",
                "method", known ? request.method() : "any",
                "status", String.valueOf(request.status()));
    }

    private void watchDatabase(Database database) {
        watchCommits(database);
        gauge("chat.write.queue", "Writes that wait in the queue", database, Database::queued);
        gauge("chat.database.bytes", "The size of the database file", database, Database::bytes);
        gauge("chat.database.wal.bytes", "The size of the write-ahead log", database, Database::logBytes);
        new DiskSpaceMetrics(database.file().getParent().toFile()).bindTo(registry);
    }

    private void watchCommits(Database database) {
        Timer durations = Timer.builder("chat.commit")
                .description("Commits to the database")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        DistributionSummary sizes = DistributionSummary.builder("chat.commit.units")
                .description("Writes in each commit")
                .serviceLevelObjectives(1, 3, 10, 30, 100, 300, 1_000)
                .register(registry);
        Counter failures = Counter.builder("chat.commit.failures")
                .description("Commits that failed")
                .register(registry);
        database.onCommit((units, duration, committed) -> {
            durations.record(duration);
            sizes.record(units);
            if (!committed) {
                failures.increment();
            }
        });
    }

    private void watchSockets(Hub hub) {
        gauge("chat.sockets.open", "Open sockets", hub, Hub::openSockets);
        gauge("chat.users.connected", "Users with an open socket", hub, Hub::connectedUsers);
        counter("chat.sockets.slow", "Sockets closed because they read too slowly", hub, Hub::closedAsTooSlow);
        counter("chat.events.dropped", "Presence and typing events dropped for slow sockets", hub, Hub::droppedEvents);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }

    private void show(Context ctx) {
        if (token == null) {
            throw ApiError.notFound("There is nothing here.");
        }
        String given = ctx.header("Authorization");
        if (given == null
                || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                || !isToken(given.substring(BEARER.length()).strip())) {
            ctx.header("WWW-Authenticate", "Bearer");
            throw ApiError.unauthorized();
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    /** Compares in constant time, so that timing reveals nothing about the token. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        gc.close();
        if (registry != null) {
            registry.close();
        }
    }
}
