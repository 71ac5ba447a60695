package chat.accounts;

import static chat.web.Access.PAGE;

import chat.db.Database;
import chat.feature.Feature;
import chat.realtime.CloseCode;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Routes;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets users delete their own account. Their messages stay, but no longer show the author's name. */
final class AccountDeletion {
    private record Deleted(List<SessionKey> sessions, List<Runnable> effects) {}

    private final Database database;
    private final Authentication authentication;
    private final Confirmation confirmation;
    private final Sessions sessions;
    private final SettingsPage page;
    private final Supplier<List<Feature>> features;

    /** @param features the features that erase their own part */
    AccountDeletion(
            Database database,
            Authentication authentication,
            Confirmation confirmation,
            Sessions sessions,
            SettingsPage page,
            Supplier<List<Feature>> features) {
        this.database = database;
        this.authentication = authentication;
        this.confirmation = confirmation;
        this.sessions = sessions;
        this.page = page;
        this.features = features;
    }

    void addTo(Routes routes) {
        routes.post("/settings/delete", PAGE, this::delete);
    }

    private void delete(Context ctx) {
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
                    sessions.clearCookie(ctx);
                    ctx.redirect("/login?done=account_deleted", HttpStatus.SEE_OTHER);
                })
                .exceptionally(failure -> {
                    page.refuse(ctx, Errors.of(failure, ctx));
                    return null;
                }));
    }

    private CompletableFuture<Void> delete(long userId) {
        return database.write(handle -> {
                    authentication.delete(handle, userId);
                    List<Runnable> effects = new ArrayList<>();
                    for (Feature feature : features.get()) {
                        effects.add(feature.erase(handle, userId));
                    }
                    return new Deleted(sessions.endAll(handle, userId), effects);
                })
                .thenAccept(deleted -> {
                    sessions.closeSockets(userId, deleted.sessions(), CloseCode.ENDED);
                    deleted.effects().forEach(Runnable::run);
                });
    }
}
