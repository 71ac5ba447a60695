package chat.settings;

import chat.accounts.Accounts;
import chat.accounts.Confirmation;
import chat.accounts.Sessions;
import chat.accounts.SettingsPage;
import chat.db.Database;
import chat.feature.Feature;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deleting one's own account. What was written stays, since others were part of it; it is nobody's by name. */
public final class DeletionRoutes {
    private record Deleted(List<String> sessions, List<Runnable> effects) {}

    private final Accounts accounts;
    private final Confirmation confirmation;
    private final Sessions sessions;
    private final List<Feature> features;
    private final Database database;
    private final SettingsPage page;

    public DeletionRoutes(
            Accounts accounts,
            Confirmation confirmation,
            Sessions sessions,
            List<Feature> features,
            Database database,
            SettingsPage page) {
        this.accounts = accounts;
        this.confirmation = confirmation;
        this.sessions = sessions;
        this.features = features;
        this.database = database;
        this.page = page;
    }

    public void delete(Context ctx) {
        String password;
        try {
            password = Input.jsonOrForm(ctx).text("password");
        } catch (ApiError e) {
            page.refuse(ctx, e);
            return;
        }
        long userId = Caller.of(ctx).id();
        ctx.future(() -> confirmation
                .check(ctx, password, "password")
                .thenCompose(confirmed -> delete(userId))
                .thenRun(() -> {
                    sessions.takeCookie(ctx);
                    ctx.redirect("/login?done=account_deleted", HttpStatus.SEE_OTHER);
                })
                .exceptionally(failure -> {
                    page.refuse(ctx, Errors.of(failure, ctx));
                    return null;
                }));
    }

    private CompletableFuture<Void> delete(long userId) {
        return database.write(handle -> {
                    accounts.delete(handle, userId);
                    List<Runnable> effects = new ArrayList<>();
                    for (Feature feature : features) {
                        effects.add(feature.erase(handle, userId));
                    }
                    return new Deleted(sessions.endAll(handle, userId), effects);
                })
                .thenAcceptAsync(deleted -> {
                    sessions.closeSockets(userId, deleted.sessions());
                    deleted.effects().forEach(Runnable::run);
                });
    }
}
