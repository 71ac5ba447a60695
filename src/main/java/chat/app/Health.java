package chat.app;

import chat.db.Database;
import chat.feature.Feature;
import chat.web.Access;
import chat.web.ApiError;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The health checks. The server is healthy if it can make a small durable write; it tries at most once a second. It is
 * ready if it is healthy and not about to stop. A proxy sends traffic only while it is ready.
 */
final class Health implements Feature {
    private static final long CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TIMEOUT_SECONDS = 3;

    private final Database database;
    private CompletableFuture<Boolean> last;
    private long checkedAt;
    private volatile boolean stopping;

    Health(Database database) {
        this.database = database;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/healthz", Access.ANYONE, this::show);
        routes.get("/readyz", Access.ANYONE, this::showReady);
    }

    private void show(Context ctx) {
        ctx.future(() -> check().thenAccept(healthy -> {
            if (!healthy) {
                throw ApiError.busy("Nothing can be stored right now.", 1);
            }
            ctx.json(Map.of("status", "ok"));
        }));
    }

    private void showReady(Context ctx) {
        if (stopping) {
            throw ApiError.busy("The server is about to stop.", 5);
        }
        show(ctx);
    }

    /** From now on the server is not ready. */
    void stopping() {
        stopping = true;
    }

    private synchronized CompletableFuture<Boolean> check() {
        long now = System.nanoTime();
        if (last == null || (last.isDone() && now - checkedAt > CHECK_INTERVAL_NANOS)) {
            checkedAt = now;
            last = database.write(handle -> handle.execute("UPDATE health SET looks = looks + 1"))
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .handle((rows, failure) -> failure == null);
        }
        return last;
    }
}
