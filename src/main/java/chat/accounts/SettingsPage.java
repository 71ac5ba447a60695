package chat.accounts;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Pages;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;

/** The settings page. */
final class SettingsPage {
    /** The message about the last action, by the action's name in the query. */
    private static final Map<String, String> DONE = Map.of(
            "session_ended", "That device is logged out.",
            "others_ended", "All other devices are logged out.",
            "password_changed", "Your password is changed. All other devices are logged out.");

    private final Sessions sessions;
    private final Pages pages;

    SettingsPage(Sessions sessions, Pages pages) {
        this.sessions = sessions;
        this.pages = pages;
    }

    void show(Context ctx) {
        String done = ctx.queryParam("done");
        show(ctx, 200, done == null ? "" : DONE.getOrDefault(done, ""), Map.of());
    }

    /** Shows a form again, with the error beside the field. A JSON client gets the error as JSON. */
    void refuse(Context ctx, ApiError error) {
        if (!Input.isForm(ctx)) {
            throw error;
        }
        Errors.setRetryAfter(ctx, error);
        String field = error.body().field();
        show(ctx, error.status(), "", Map.of(field == null ? "form" : field, error.getMessage()));
    }

    private void show(Context ctx, int status, String done, Map<String, String> errors) {
        List<SessionView> views = sessions.of(ctx);
        pages.render(
                ctx,
                status,
                "settings",
                Map.of("user", Caller.of(ctx), "sessions", views, "done", done, "errors", errors));
    }

    static void seeOther(Context ctx, String done) {
        ctx.redirect("/settings?done=" + done, HttpStatus.SEE_OTHER);
    }
}
