package chat.admin;

import static chat.web.Access.ANYONE;

import chat.accounts.Accounts;
import chat.web.ApiError;
import chat.web.ClientAddress;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Pages;
import chat.web.Routes;
import chat.web.Token;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;

/** The page that a password link opens. */
final class ResetRoutes {
    private final ResetLinks resetLinks;
    private final Accounts accounts;
    private final Pages pages;

    ResetRoutes(ResetLinks resetLinks, Accounts accounts, Pages pages) {
        this.resetLinks = resetLinks;
        this.accounts = accounts;
        this.pages = pages;
    }

    void addTo(Routes routes) {
        routes.get("/reset", ANYONE, this::done);
        routes.get("/reset/{token}", ANYONE, this::page);
        routes.post("/reset/{token}", ANYONE, this::reset);
    }

    private void page(Context ctx) {
        show(ctx, 200, Map.of());
    }

    private void reset(Context ctx) {
        String token = ctx.pathParam("token");
        resetLinks.owner(token);
        String password;
        Map<String, String> errors;
        try {
            Input form = Input.form(ctx);
            password = field(form, "password");
            errors = accounts.passwordProblems(password, field(form, "confirm_password"));
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
                    Errors.setRetryAfter(ctx, error);
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

    private void done(Context ctx) {
        pages.render(ctx, 200, "reset-done", Map.of());
    }
}
