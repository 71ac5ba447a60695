package chat.admin;

import chat.accounts.Sessions;
import chat.db.Database;
import chat.presence.Presence;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Text;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The administrator's pages about users. */
public final class AdminUsers {
    private static final String SECTION = "users";

    private final Database database;
    private final Presence presence;
    private final UserActs acts;
    private final AdminPages pages;

    public AdminUsers(
            Database database,
            Presence presence,
            Sessions sessions,
            ResetLinks resetLinks,
            AuditLog audit,
            AdminPages pages,
            Clock clock) {
        this.database = database;
        this.presence = presence;
        this.acts = new UserActs(database, sessions, resetLinks, audit, clock);
        this.pages = pages;
    }

    public void list(Context ctx) {
        String query = Text.strip(text(ctx, "q"));
        String after = text(ctx, "after");
        List<ListedUser> found = database.read(handle ->
                handle.attach(AdminDao.class).users(query.toLowerCase(Locale.ROOT), after, AdminPages.ROWS + 1));
        List<ListedUser> users =
                AdminPages.page(found).stream().map(this::withPresence).toList();
        String next = users.size() < found.size() ? users.get(users.size() - 1).usernameKey() : "";
        pages.show(
                ctx,
                200,
                "admin-users",
                Map.of("section", SECTION, "users", users, "query", query, "after", after, "next", next));
    }

    private static String text(Context ctx, String name) {
        String text = Input.queryText(ctx, name);
        return text == null ? "" : text;
    }

    private ListedUser withPresence(ListedUser user) {
        return user.seen(presence.lastSeen(user.id(), user.lastSeen()));
    }

    public void show(Context ctx) {
        ListedUser user = withPresence(user(ctx));
        boolean own = user.id() == Caller.of(ctx).id();
        pages.show(ctx, 200, "admin-user", Map.of("section", SECTION, "user", user, "own", own));
    }

    public void askToSuspend(Context ctx) {
        ListedUser user = user(ctx);
        pages.ask(
                ctx,
                SECTION,
                "Suspend " + user.username() + "?",
                user.username() + " is logged out everywhere at once and cannot log in again until you lift this."
                        + " Messages stay where they are, and new ones wait.",
                "Suspend",
                path(user.id()));
    }

    public void suspend(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() ->
                acts.suspend(adminId(ctx), userId).thenRun(() -> AdminPages.done(ctx, path(userId), "suspended")));
    }

    public void reinstate(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() ->
                acts.reinstate(adminId(ctx), userId).thenRun(() -> AdminPages.done(ctx, path(userId), "reinstated")));
    }

    public void askToEndSessions(Context ctx) {
        ListedUser user = user(ctx);
        pages.ask(
                ctx,
                SECTION,
                "End all sessions of " + user.username() + "?",
                user.username() + " is logged out on every device, and can log in again with the password.",
                "End all sessions",
                path(user.id()));
    }

    public void endSessions(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() -> acts.endSessions(adminId(ctx), userId)
                .thenRun(() -> AdminPages.done(ctx, path(userId), "sessions_ended")));
    }

    public void makeResetLink(Context ctx) {
        ListedUser user = user(ctx);
        String site = pages.site(ctx);
        ctx.future(() -> acts.makeResetLink(adminId(ctx), user.id())
                .thenAccept(token -> pages.showLink(
                        ctx,
                        SECTION,
                        "A password link for " + user.username(),
                        site + "/reset/" + token,
                        "Hand it to " + user.username() + " in a way that nobody else reads. Whoever opens it can set a"
                                + " new password, once, within 24 hours; that logs out all devices."
                                + " Links made before no longer work.",
                        path(user.id()))));
    }

    private ListedUser user(Context ctx) {
        return database.read(handle -> handle.attach(AdminDao.class).user(userId(ctx)))
                .orElseThrow(() -> ApiError.notFound("There is no such account."));
    }

    private static long userId(Context ctx) {
        return Input.pathId(ctx, "user_id");
    }

    private static long adminId(Context ctx) {
        return Caller.of(ctx).id();
    }

    private static String path(long userId) {
        return "/admin/users/" + userId;
    }
}
