package chat.accounts;

import static chat.web.Access.PAGE;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Routes;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The settings page: a user's own sessions and password. */
final class SettingsRoutes {
    private static final String CURRENT = "current_password";
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private final Authentication authentication;
    private final Confirmation confirmation;
    private final PasswordRules rules;
    private final Sessions sessions;
    private final SettingsPage page;

    SettingsRoutes(
            Authentication authentication,
            Confirmation confirmation,
            PasswordRules rules,
            Sessions sessions,
            SettingsPage page) {
        this.authentication = authentication;
        this.confirmation = confirmation;
        this.rules = rules;
        this.sessions = sessions;
        this.page = page;
    }

    void addTo(Routes routes) {
        routes.get("/settings", PAGE, page::show);
        routes.post("/settings/sessions/end", PAGE, this::endSession);
        routes.post("/settings/sessions/end_others", PAGE, this::endOtherSessions);
        routes.post("/settings/password", PAGE, this::changePassword);
    }

    /** Ends one of the caller's sessions. Ending the current one is a logout. */
    private void endSession(Context ctx) {
        String key = Input.jsonOrForm(ctx).text("session");
        if (!KEY.matcher(key).matches()) {
            throw noSuchDevice();
        }
        Caller caller = Caller.of(ctx);
        ctx.future(() -> sessions.end(caller, new SessionKey(key)).thenAccept(ended -> {
            if (!ended) {
                throw noSuchDevice();
            }
            if (key.equals(caller.sessionKey())) {
                sessions.clearCookie(ctx);
                ctx.redirect("/login", HttpStatus.SEE_OTHER);
            } else {
                SettingsPage.seeOther(ctx, "session_ended");
            }
        }));
    }

    private static ApiError noSuchDevice() {
        return ApiError.notFound("session", "There is no such device any more.");
    }

    /** The body is empty, but its content type must be that of a form or of JSON. */
    private void endOtherSessions(Context ctx) {
        Input.jsonOrForm(ctx);
        ctx.future(() -> sessions.endOthers(Caller.of(ctx)).thenRun(() -> SettingsPage.seeOther(ctx, "others_ended")));
    }

    private void changePassword(Context ctx) {
        String current;
        String newPassword;
        try {
            Input input = Input.jsonOrForm(ctx);
            current = input.text(CURRENT);
            newPassword = input.text("new_password");
            check(newPassword, input.text("confirm_password"));
        } catch (ApiError e) {
            page.refuse(ctx, e);
            return;
        }
        Caller caller = Caller.of(ctx);
        ctx.future(() -> confirmation
                .user(ctx, current, CURRENT)
                .thenCompose(user -> change(ctx, caller, user, newPassword))
                .thenAccept(token -> {
                    sessions.setCookie(ctx, token.orElseThrow(() -> Confirmation.wrong(CURRENT)));
                    SettingsPage.seeOther(ctx, "password_changed");
                })
                .exceptionally(failure -> {
                    page.refuse(ctx, Errors.of(failure, ctx));
                    return null;
                }));
    }

    private void check(String newPassword, String confirmation) {
        rules.problem(newPassword).ifPresent(problem -> {
            throw ApiError.badRequest("new_password", problem);
        });
        if (!PasswordRules.areSame(newPassword, confirmation)) {
            throw ApiError.badRequest("confirm_password", "The two passwords differ.");
        }
    }

    /** Empty if the password was changed meanwhile, because the entered one is then no longer right. */
    private CompletableFuture<Optional<String>> change(Context ctx, Caller caller, User user, String newPassword) {
        return authentication
                .hash(ClientAddress.of(ctx), newPassword)
                .thenCompose(hash ->
                        sessions.replaceAll(ctx, caller, handle -> authentication.changePassword(handle, user, hash)));
    }
}
