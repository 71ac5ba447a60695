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
 * Whether it can serve and write: a small durable write, at most once a second however often it is asked. It is ready
 * when that is so and it is not about to stop: then a proxy may send people to it.
 */
final class Health implements Feature {
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_SECONDS = 3;

    private final Database database;
    private CompletableFuture<Boolean> last;
    private long lookedAt;
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
        ctx.future(() -> look().thenAccept(healthy -> {
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

    /** From now on it is not ready. */
    void stopping() {
        stopping = true;
    }

    private synchronized CompletableFuture<Boolean> look() {
        long now = System.nanoTime();
        if (last == null || (last.isDone() && now - lookedAt > LOOK_EVERY_NANOS)) {
            lookedAt = now;
            last = database.write(handle -> handle.execute("UPDATE health SET looks = looks + 1"))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .handle((rows, failure) -> failure == null);
        }
        return last;
    }
}
