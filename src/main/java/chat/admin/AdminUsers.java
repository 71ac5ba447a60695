package chat.admin;

import static chat.web.Access.ADMIN;

import chat.admin.NewLinks.LinkPage;
import chat.db.Database;
import chat.db.NameKey;
import chat.presence.Presence;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Json;
import chat.web.Routes;
import chat.web.Text;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The administrator's pages about users. */
final class AdminUsers {
    private static final String SECTION = "users";

    private final Database database;
    private final Presence presence;
    private final UserActions actions;
    private final AdminPages pages;

    AdminUsers(Database database, Presence presence, UserActions actions, AdminPages pages) {
        this.database = database;
        this.presence = presence;
        this.actions = actions;
        this.pages = pages;
    }

    void addTo(Routes routes) {
        routes.get("/admin/users", ADMIN, this::list);
        routes.get("/admin/users/{user_id}", ADMIN, this::show);
        routes.get("/admin/users/{user_id}/suspend", ADMIN, this::askToSuspend);
        routes.post("/admin/users/{user_id}/suspend", ADMIN, this::suspend);
        routes.post("/admin/users/{user_id}/reinstate", ADMIN, this::reinstate);
        routes.get("/admin/users/{user_id}/end_sessions", ADMIN, this::askToEndSessions);
        routes.post("/admin/users/{user_id}/end_sessions", ADMIN, this::endSessions);
        routes.post("/admin/users/{user_id}/reset_link", ADMIN, this::createResetLink);
    }

    private void list(Context ctx) {
        String query = Text.strip(text(ctx, "q"));
        String after = text(ctx, "after");
        List<ListedUser> found = database.read(handle ->
                handle.attach(AdminDao.class).users(Json.write(NameKey.words(query)), after, AdminPages.ROWS + 1));
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
        return user.withLastSeen(presence.lastSeen(user.id(), user.lastSeen()));
    }

    private void show(Context ctx) {
        ListedUser user = withPresence(user(ctx));
        boolean own = user.id() == Caller.of(ctx).id();
        pages.show(ctx, 200, "admin-user", Map.of("section", SECTION, "user", user, "own", own));
    }

    private void askToSuspend(Context ctx) {
        ListedUser user = user(ctx);
        pages.ask(
                ctx,
                SECTION,
                "Suspend " + user.username() + "?",
                user.username() + " is logged out everywhere at once and cannot log in again until you lift this."
                        + " Existing messages stay, and new ones wait.",
                "Suspend",
                path(user.id()));
    }

    private void suspend(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() ->
                actions.suspend(adminId(ctx), userId).thenRun(() -> AdminPages.done(ctx, path(userId), "suspended")));
    }

    private void reinstate(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() -> actions.reinstate(adminId(ctx), userId)
                .thenRun(() -> AdminPages.done(ctx, path(userId), "reinstated")));
    }

    private void askToEndSessions(Context ctx) {
        ListedUser user = user(ctx);
        pages.ask(
                ctx,
                SECTION,
                "End all sessions of " + user.username() + "?",
                user.username() + " is logged out on every device, and can log in again with the password.",
                "End all sessions",
                path(user.id()));
    }

    private void endSessions(Context ctx) {
        long userId = userId(ctx);
        ctx.future(() -> actions.endSessions(adminId(ctx), userId)
                .thenRun(() -> AdminPages.done(ctx, path(userId), "sessions_ended")));
    }

    private void createResetLink(Context ctx) {
        ListedUser user = user(ctx);
        String site = pages.site(ctx);
        ctx.future(() -> actions.createResetLink(adminId(ctx), user.id())
                .thenAccept(token -> pages.redirectTo(
                        ctx,
                        new LinkPage(
                                SECTION,
                                "Password link for " + user.username(),
                                site + "/reset/" + token,
                                "Hand it to " + user.username()
                                        + " in a way that nobody else can read. Anyone who opens it can set a"
                                        + " new password, once, within 24 hours; that logs out all devices."
                                        + " Earlier links no longer work.",
                                path(user.id())))));
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
