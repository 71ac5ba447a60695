package chat.accounts;

import chat.registration.Registration;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.CrossOrigin;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Limit;
import chat.web.Pages;
import chat.web.RateLimits;
import chat.web.Text;
import chat.web.Token;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** The pages and forms of registering, logging in and out. */
public final class AccountRoutes {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Registration registration;
    private final LoginLimits logins;
    private final RateLimits limits;
    private final CrossOrigin crossOrigin;
    private final Pages pages;
    private final PasswordRules rules;
    private final LongConsumer active;

    /** @param active is told the id of who just signed in */
    public AccountRoutes(
            Accounts accounts,
            PasswordRules rules,
            Sessions sessions,
            Registration registration,
            LoginLimits logins,
            RateLimits limits,
            CrossOrigin crossOrigin,
            Pages pages,
            LongConsumer active) {
        this.accounts = accounts;
        this.rules = rules;
        this.sessions = sessions;
        this.registration = registration;
        this.logins = logins;
        this.limits = limits;
        this.crossOrigin = crossOrigin;
        this.pages = pages;
        this.active = active;
    }

    public void home(Context ctx) {
        seeOther(ctx, Caller.find(ctx).isPresent() ? "/chat" : "/login");
    }

    public void registerPage(Context ctx) {
        if (Caller.find(ctx).isPresent()) {
            goToChat(ctx);
        } else {
            showRegister(ctx, 200, "", given(ctx.queryParam("invite")), Map.of());
        }
    }

    public void register(Context ctx) {
        SignUp signUp;
        String typed = "";
        String invite = null;
        try {
            Input form = Input.form(ctx);
            invite = given(field(form, "invite"));
            typed = Text.strip(field(form, "username"));
            signUp = new SignUp(typed, field(form, "password"), field(form, "confirm_password"), invite);
        } catch (ApiError e) {
            showRegister(ctx, e.status(), typed, invite, byField(e));
            return;
        }
        Map<String, String> errors = signUp.errors(rules);
        if (registration.refusal(invite).isPresent() || !errors.isEmpty()) {
            showRegister(ctx, 400, signUp, errors);
            return;
        }
        ClientAddress from = ClientAddress.of(ctx);
        try {
            limits.take(Limit.REGISTRATIONS_BY_ADDRESS, from.network());
        } catch (ApiError e) {
            showRefusedSignUp(ctx, signUp, e);
            return;
        }
        if (accounts.isTaken(signUp.username())) {
            showTaken(ctx, signUp);
        } else {
            ctx.future(() -> accounts.register(from, signUp.username(), signUp.password(), signUp.invite())
                    .thenCompose(user -> signIn(ctx, user))
                    .thenAccept(signedIn -> {
                        if (signedIn) {
                            seeOther(ctx, "/chat");
                        } else {
                            showTaken(ctx, signUp);
                        }
                    })
                    .exceptionally(failure -> {
                        showRefusedSignUp(ctx, signUp, Errors.of(failure, ctx));
                        return null;
                    }));
        }
    }

    private void showTaken(Context ctx, SignUp signUp) {
        showRegister(ctx, 409, signUp, Map.of("username", "This name is taken."));
    }

    private void showRefusedSignUp(Context ctx, SignUp signUp, ApiError error) {
        Errors.tellWhenToRetry(ctx, error);
        showRegister(ctx, error.status(), signUp, Map.of("form", error.getMessage()));
    }

    private void showRegister(Context ctx, int status, SignUp signUp, Map<String, String> errors) {
        showRegister(ctx, status, signUp.username(), signUp.invite(), errors);
    }

    /** The form; or, for whoever may not register, why: the answer to a form is then 403. */
    private void showRegister(Context ctx, int status, String username, String invite, Map<String, String> errors) {
        Map<String, Object> model = new HashMap<>(Map.of("username", username, "errors", errors));
        model.put("invite", invite);
        Optional<String> refusal = registration.refusal(invite);
        refusal.ifPresent(reason -> model.put("refusal", reason));
        pages.render(ctx, refusal.isEmpty() || status == 200 ? status : 403, "register", model);
        if (invite != null) {
            Token.keepFromReferer(ctx);
        }
    }

    private static String given(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** A cookie that the browser sends to this page alone would lead back here, without end. */
    private void goToChat(Context ctx) {
        sessions.giveAgain(ctx);
        seeOther(ctx, "/chat");
    }

    public void loginPage(Context ctx) {
        if (Caller.find(ctx).isPresent()) {
            goToChat(ctx);
        } else {
            showLogin(ctx, 200, "", localPath(ctx.queryParam("next")), Map.of());
        }
    }

    public void login(Context ctx) {
        String typed = "";
        String password;
        String next;
        try {
            Input form = Input.form(ctx);
            typed = Text.strip(field(form, "username"));
            password = field(form, "password");
            next = localPath(form.optionalText("next"));
        } catch (ApiError e) {
            showLogin(ctx, e.status(), typed, "/chat", byField(e));
            return;
        }
        String username = typed;
        if (username.isEmpty() || password.isEmpty()) {
            String field = username.isEmpty() ? "username" : "password";
            showLogin(ctx, 400, username, next, Map.of(field, "Please fill this in."));
            return;
        }
        ClientAddress from = ClientAddress.of(ctx);
        ctx.future(() -> logins.attempt(username, from, () -> accounts.authenticate(from, username, password))
                .thenCompose(user -> signIn(ctx, user))
                .thenAccept(signedIn -> {
                    if (signedIn) {
                        seeOther(ctx, next);
                    } else {
                        showLogin(ctx, 401, username, next, Map.of("form", "The name or the password is wrong."));
                    }
                })
                .exceptionally(failure -> {
                    ApiError error = Errors.of(failure, ctx);
                    Errors.tellWhenToRetry(ctx, error);
                    showLogin(ctx, error.status(), username, next, Map.of("form", error.getMessage()));
                    return null;
                }));
    }

    private void showLogin(Context ctx, int status, String username, String next, Map<String, String> errors) {
        String done = "account_deleted".equals(ctx.queryParam("done")) ? "Your account is deleted." : "";
        pages.render(ctx, status, "login", Map.of("username", username, "next", next, "done", done, "errors", errors));
    }

    /** Always a new session, so that one planted in the browser before is worth nothing. */
    private CompletableFuture<Boolean> signIn(Context ctx, Optional<User> found) {
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        User user = found.get();
        return sessions.begin(ctx, user, Caller.find(ctx)).thenApply(token -> {
            token.ifPresent(given -> {
                sessions.giveCookie(ctx, given);
                active.accept(user.id());
            });
            return token.isPresent();
        });
    }

    /** A link from elsewhere, or a browser that only looks ahead, logs nobody out. */
    public void logoutLink(Context ctx) {
        if (crossOrigin.isLinkedFromElsewhere(ctx) || ctx.header("Sec-Purpose") != null) {
            pages.render(ctx, 403, "logout", Map.of());
        } else {
            logout(ctx);
        }
    }

    public void logout(Context ctx) {
        if (Caller.find(ctx).isEmpty()) {
            sessions.takeCookie(ctx);
            seeOther(ctx, "/login");
            return;
        }
        ctx.future(() -> sessions.endCarried(ctx).thenRun(() -> {
            sessions.takeCookie(ctx);
            seeOther(ctx, "/login");
        }));
    }

    private static String field(Input form, String name) {
        return form.has(name) ? form.text(name) : "";
    }

    private static Map<String, String> byField(ApiError error) {
        String field = error.body().field();
        return Map.of(field == null ? "form" : field, error.getMessage());
    }

    /** Where to go after the login: a path of ours, never another site's address. */
    private static String localPath(String next) {
        boolean local = next != null
                && next.startsWith("/")
                && !next.startsWith("//")
                && !next.contains("\\")
                && next.chars().allMatch(unit -> unit > ' ' && unit < 127);
        return local ? next : "/chat";
    }

    private static void seeOther(Context ctx, String path) {
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }
}
