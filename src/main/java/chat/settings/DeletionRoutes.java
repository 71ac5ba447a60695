package chat.settings;

import chat.accounts.Accounts;
import chat.accounts.Confirmation;
import chat.accounts.Sessions;
import chat.accounts.SettingsPage;
import chat.conversations.Groups;
import chat.db.Database;
import chat.presence.Presence;
import chat.rooms.RoomDao;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deleting one's own account. What was written stays, since others were part of it; it is nobody's by name. */
public final class DeletionRoutes {
    private record Ended(List<String> sessions, List<Long> groups) {}

    private final Accounts accounts;
    private final Confirmation confirmation;
    private final Sessions sessions;
    private final Groups groups;
    private final Presence presence;
    private final Database database;
    private final SettingsPage page;

    public DeletionRoutes(
            Accounts accounts,
            Confirmation confirmation,
            Sessions sessions,
            Groups groups,
            Presence presence,
            Database database,
            SettingsPage page) {
        this.accounts = accounts;
        this.confirmation = confirmation;
        this.sessions = sessions;
        this.groups = groups;
        this.presence = presence;
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
                    handle.attach(RoomDao.class).closeDirect(userId);
                    return new Ended(sessions.endAll(handle, userId), groups.leaveAll(handle, userId));
                })
                .thenApply(ended -> {
                    sessions.closeSockets(userId, ended.sessions());
                    presence.deleted(userId);
                    return ended;
                })
                // Off the writer's thread: somebody may have been in very many groups.
                .thenAcceptAsync(ended -> ended.groups().forEach(groups::tellChanged));
    }
}
