package chat.accounts;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Errors;
import chat.web.Input;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** One's own sessions and password. */
public final class SettingsRoutes {
    private static final String CURRENT = "current_password";
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private final Accounts accounts;
    private final Confirmation confirmation;
    private final PasswordRules rules;
    private final Sessions sessions;
    private final SettingsPage page;

    public SettingsRoutes(
            Accounts accounts, Confirmation confirmation, PasswordRules rules, Sessions sessions, SettingsPage page) {
        this.accounts = accounts;
        this.confirmation = confirmation;
        this.rules = rules;
        this.sessions = sessions;
        this.page = page;
    }

    public void show(Context ctx) {
        page.show(ctx);
    }

    /** Ends one session: with one's own it is a logout. */
    public void endSession(Context ctx) {
        String key = Input.jsonOrForm(ctx).text("session");
        if (!KEY.matcher(key).matches()) {
            throw noSuchDevice();
        }
        Caller caller = Caller.of(ctx);
        ctx.future(() -> sessions.end(caller.id(), key).thenAccept(ended -> {
            if (!ended) {
                throw noSuchDevice();
            }
            if (key.equals(caller.sessionKey())) {
                sessions.takeCookie(ctx);
                ctx.redirect("/login", HttpStatus.SEE_OTHER);
            } else {
                SettingsPage.seeOther(ctx, "session_ended");
            }
        }));
    }

    private static ApiError noSuchDevice() {
        return ApiError.notFound("session", "There is no such device any more.");
    }

    /** Its body says nothing, but must be of a kind that a form or a program sends. */
    public void endOtherSessions(Context ctx) {
        Input.jsonOrForm(ctx);
        ctx.future(() -> sessions.endOthers(Caller.of(ctx)).thenRun(() -> SettingsPage.seeOther(ctx, "others_ended")));
    }

    public void changePassword(Context ctx) {
        String current;
        String chosen;
        try {
            Input input = Input.jsonOrForm(ctx);
            current = input.text(CURRENT);
            chosen = input.text("new_password");
            check(chosen, input.text("confirm_password"));
        } catch (ApiError e) {
            page.refuse(ctx, e);
            return;
        }
        Caller caller = Caller.of(ctx);
        ctx.future(() -> confirmation
                .user(ctx, current, CURRENT)
                .thenCompose(user -> change(ctx, caller, user, chosen))
                .thenAccept(token -> {
                    sessions.giveCookie(ctx, token.orElseThrow(() -> Confirmation.wrong(CURRENT)));
                    SettingsPage.seeOther(ctx, "password_changed");
                })
                .exceptionally(failure -> {
                    page.refuse(ctx, Errors.of(failure, ctx));
                    return null;
                }));
    }

    private void check(String chosen, String confirmed) {
        rules.problem(chosen).ifPresent(problem -> {
            throw ApiError.badRequest("new_password", problem);
        });
        if (!PasswordRules.same(chosen, confirmed)) {
            throw ApiError.badRequest("confirm_password", "The two passwords differ.");
        }
    }

    /** Nothing where it was changed meanwhile: then what was given is no longer the password. */
    private CompletableFuture<Optional<String>> change(Context ctx, Caller caller, User user, String chosen) {
        return accounts.hash(ClientAddress.of(ctx), chosen)
                .thenCompose(
                        hash -> sessions.beginAnew(ctx, caller, handle -> accounts.changePassword(handle, user, hash)));
    }
}
