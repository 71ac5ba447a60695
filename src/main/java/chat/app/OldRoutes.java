package chat.app;

import static chat.web.Access.ADMIN;
import static chat.web.Access.ANYONE;
import static chat.web.Access.PAGE;

import chat.accounts.AccountRoutes;
import chat.accounts.SettingsRoutes;
import chat.admin.AdminAudit;
import chat.admin.AdminRegistration;
import chat.admin.AdminUsers;
import chat.admin.ResetRoutes;
import chat.realtime.Socket;
import chat.settings.DeletionRoutes;
import chat.settings.ExportRoutes;
import chat.web.Access;
import chat.web.ApiError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** Everything a client can ask, on one screen. */
record OldRoutes(
        AccountRoutes accounts,
        SettingsRoutes settings,
        ExportRoutes export,
        DeletionRoutes deletion,
        Handler chatPage,
        AdminUsers adminUsers,
        AdminRegistration adminRegistration,
        AdminAudit adminAudit,
        ResetRoutes resets,
        Handler beforeAdmin,
        Handler beforeUpgrade,
        Socket socket) {

    void register(RoutesConfig routes) {
        get(routes, "/", accounts::home, ANYONE);
        get(routes, "/register", accounts::registerPage, ANYONE);
        routes.post("/register", accounts::register, ANYONE);
        get(routes, "/login", accounts::loginPage, ANYONE);
        routes.post("/login", accounts::login, ANYONE);
        routes.get("/logout", accounts::logoutLink, ANYONE);
        routes.head("/logout", OldRoutes::refuseMethod, ANYONE);
        routes.post("/logout", accounts::logout, ANYONE);
        get(routes, "/chat", chatPage, PAGE);

        get(routes, "/settings", settings::show, PAGE);
        routes.post("/settings/sessions/end", settings::endSession, PAGE);
        routes.post("/settings/sessions/end_others", settings::endOtherSessions, PAGE);
        routes.post("/settings/password", settings::changePassword, PAGE);
        get(routes, "/settings/export", export::export, PAGE);
        routes.post("/settings/delete", deletion::delete, PAGE);

        get(routes, "/reset", resets::done, ANYONE);
        get(routes, "/reset/{token}", resets::page, ANYONE);
        routes.post("/reset/{token}", resets::reset, ANYONE);

        routes.before("/admin", beforeAdmin);
        routes.before("/admin/*", beforeAdmin);
        get(routes, "/admin", ctx -> ctx.redirect("/admin/users", HttpStatus.SEE_OTHER), ADMIN);
        get(routes, "/admin/users", adminUsers::list, ADMIN);
        get(routes, "/admin/users/{user_id}", adminUsers::show, ADMIN);
        get(routes, "/admin/users/{user_id}/suspend", adminUsers::askToSuspend, ADMIN);
        routes.post("/admin/users/{user_id}/suspend", adminUsers::suspend, ADMIN);
        routes.post("/admin/users/{user_id}/reinstate", adminUsers::reinstate, ADMIN);
        get(routes, "/admin/users/{user_id}/end_sessions", adminUsers::askToEndSessions, ADMIN);
        routes.post("/admin/users/{user_id}/end_sessions", adminUsers::endSessions, ADMIN);
        routes.post("/admin/users/{user_id}/reset_link", adminUsers::makeResetLink, ADMIN);
        get(routes, "/admin/registration", adminRegistration::show, ADMIN);
        routes.post("/admin/registration", adminRegistration::setMode, ADMIN);
        routes.post("/admin/invites", adminRegistration::invite, ADMIN);
        get(routes, "/admin/invites/{invite_id}/revoke", adminRegistration::askToRevoke, ADMIN);
        routes.post("/admin/invites/{invite_id}/revoke", adminRegistration::revoke, ADMIN);
        get(routes, "/admin/audit", adminAudit::show, ADMIN);

        routes.wsBeforeUpgrade("/ws", beforeUpgrade);
        routes.ws("/ws", socket::configure);
    }

    /** HEAD is answered as GET, without the body: uptime checks and previews of links ask so. */
    private static void get(RoutesConfig routes, String path, Handler handler, Access who) {
        routes.get(path, handler, who);
        routes.head(path, handler, who);
    }

    /** HEAD on the logout: whoever only looks logs nobody out. */
    private static void refuseMethod(Context ctx) {
        throw ApiError.methodNotAllowed();
    }
}
