package chat.admin;

import chat.accounts.PasswordRules;
import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Pages;
import chat.web.Token;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;

/** The page that a link of the administrator leads to: a new password, without the old one. */
public final class ResetRoutes {
    private final ResetLinks resetLinks;
    private final PasswordRules rules;
    private final Pages pages;

    public ResetRoutes(ResetLinks resetLinks, PasswordRules rules, Pages pages) {
        this.resetLinks = resetLinks;
        this.rules = rules;
        this.pages = pages;
    }

    public void page(Context ctx) {
        show(ctx, 200, Map.of());
    }

    public void reset(Context ctx) {
        String token = ctx.pathParam("token");
        resetLinks.owner(token);
        String password;
        Map<String, String> errors;
        try {
            Input form = Input.form(ctx);
            password = field(form, "password");
            errors = rules.problems(password, field(form, "confirm_password"));
        } catch (ApiError e) {
            String field = e.body().field();
            show(ctx, e.status(), Map.of(field == null ? "form" : field, e.getMessage()));
            return;
        }
        if (!errors.isEmpty()) {
            show(ctx, 400, errors);
            return;
        }
        ctx.future(() -> resetLinks
                .use(ClientAddress.of(ctx), token, password)
                .thenRun(() -> ctx.redirect("/reset", HttpStatus.SEE_OTHER))
                .exceptionally(failure -> {
                    ApiError error = Errors.of(failure, ctx);
                    Errors.tellWhenToRetry(ctx, error);
                    show(ctx, error.status(), Map.of("form", error.getMessage()));
                    return null;
                }));
    }

    private static String field(Input form, String name) {
        return form.has(name) ? form.text(name) : "";
    }

    private void show(Context ctx, int status, Map<String, String> errors) {
        Token.keepFromReferer(ctx);
        String username = resetLinks.owner(ctx.pathParam("token")).username();
        pages.render(ctx, status, "reset", Map.of("username", username, "errors", errors));
    }

    public void done(Context ctx) {
        pages.render(ctx, 200, "reset-done", Map.of());
    }
}
