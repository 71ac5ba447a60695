package chat.accounts;

import static chat.web.Access.ANYONE;

import chat.feature.Base;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.CrossOrigin;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Limit;
import chat.web.Pages;
import chat.web.RateLimits;
import chat.web.Routes;
import chat.web.Text;
import chat.web.Token;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** The pages and forms for registration, login and logout. */
final class AccountRoutes {
    private final Authentication authentication;
    private final Sessions sessions;
    private final Registration registration;
    private final LoginLimits logins;
    private final RateLimits limits;
    private final CrossOrigin crossOrigin;
    private final Pages pages;
    private final LoginPage loginPage;
    private final PasswordRules rules;
    private final LongConsumer signedIn;

    /** @param signedIn called with the id of a user who has just signed in */
    AccountRoutes(
            Base base,
            Authentication authentication,
            PasswordRules rules,
            Sessions sessions,
            Registration registration,
            LoginLimits logins,
            CrossOrigin crossOrigin,
            LongConsumer signedIn) {
        this.authentication = authentication;
        this.rules = rules;
        this.sessions = sessions;
        this.registration = registration;
        this.logins = logins;
        limits = base.limits();
        this.crossOrigin = crossOrigin;
        pages = base.pages();
        loginPage = new LoginPage(registration, pages);
        this.signedIn = signedIn;
    }

    void addTo(Routes routes) {
        routes.get("/", ANYONE, this::home);
        routes.get("/register", ANYONE, this::registerPage);
        routes.post("/register", ANYONE, this::register);
        routes.get("/login", ANYONE, this::showLogin);
        routes.post("/login", ANYONE, this::login);
        routes.getWithoutHead("/logout", ANYONE, this::logoutLink); // HEAD must change nothing
        routes.post("/logout", ANYONE, this::logout);
    }

    private void home(Context ctx) {
        if (Caller.find(ctx).isPresent()) {
            seeOther(ctx, LocalPath.CHAT);
        } else {
            seeOther(ctx, registration.hasUsers() ? "/login" : "/register");
        }
    }

    private void registerPage(Context ctx) {
        if (Caller.find(ctx).isPresent()) {
            goToChat(ctx);
        } else {
            String next = LocalPath.of(ctx.queryParam("next"));
            showRegister(ctx, 200, "", nonEmpty(ctx.queryParam("invite")), next, Map.of());
        }
    }

    private void register(Context ctx) {
        SignUp signUp;
        String typed = "";
        String invite = null;
        String next = LocalPath.CHAT;
        try {
            Input form = Input.form(ctx);
            next = LocalPath.of(form.optionalText("next"));
            invite = nonEmpty(field(form, "invite"));
            typed = Text.strip(field(form, "username"));
            signUp = new SignUp(typed, field(form, "password"), field(form, "confirm_password"), invite, next);
        } catch (ApiError e) {
            showRegister(ctx, e.status(), typed, invite, next, byField(e));
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
        if (authentication.isTaken(signUp.username())) {
            showTaken(ctx, signUp);
        } else {
            ctx.future(() -> authentication
                    .register(from, signUp.username(), signUp.password(), signUp.invite())
                    .thenCompose(user -> signIn(ctx, user))
                    .thenAccept(isSignedIn -> {
                        if (isSignedIn) {
                            seeOther(ctx, signUp.next());
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
        Errors.setRetryAfter(ctx, error);
        showRegister(ctx, error.status(), signUp, Map.of("form", error.getMessage()));
    }

    private void showRegister(Context ctx, int status, SignUp signUp, Map<String, String> errors) {
        showRegister(ctx, status, signUp.username(), signUp.invite(), signUp.next(), errors);
    }

    /** Shows the form, or the reason why registration is refused. A refused form that was posted gets 403. */
    private void showRegister(
            Context ctx, int status, String username, String invite, String next, Map<String, String> errors) {
        Map<String, Object> model = new HashMap<>(Map.of("username", username, "next", next, "errors", errors));
        model.put("invite", invite);
        registration.welcome().ifPresent(welcome -> model.put("welcome", welcome));
        Optional<String> refusal = registration.refusal(invite);
        refusal.ifPresent(reason -> model.put("refusal", reason));
        pages.render(ctx, refusal.isEmpty() || status == 200 ? status : 403, "register", model);
        if (invite != null) {
            Token.keepFromReferer(ctx);
        }
    }

    private static String nonEmpty(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Sets the cookie for all paths. If it is set only for this one, the chat would redirect back here forever. */
    private void goToChat(Context ctx) {
        sessions.renewCookie(ctx);
        seeOther(ctx, LocalPath.CHAT);
    }

    private void showLogin(Context ctx) {
        if (Caller.find(ctx).isPresent()) {
            goToChat(ctx);
        } else {
            loginPage.show(ctx, 200, "", LocalPath.of(ctx.queryParam("next")), Map.of());
        }
    }

    private void login(Context ctx) {
        String typed = "";
        String password;
        String path = LocalPath.CHAT;
        try {
            Input form = Input.form(ctx);
            path = LocalPath.of(form.optionalText("next"));
            typed = Text.strip(field(form, "username"));
            password = field(form, "password");
        } catch (ApiError e) {
            loginPage.show(ctx, e.status(), typed, path, byField(e));
            return;
        }
        String username = typed;
        String next = path;
        if (username.isEmpty() || password.isEmpty()) {
            String field = username.isEmpty() ? "username" : "password";
            loginPage.show(ctx, 400, username, next, Map.of(field, "Please fill this in."));
            return;
        }
        ClientAddress from = ClientAddress.of(ctx);
        ctx.future(() -> logins.attempt(username, from, () -> authentication.authenticate(from, username, password))
                .thenCompose(user -> signIn(ctx, user))
                .thenAccept(isSignedIn -> {
                    if (isSignedIn) {
                        seeOther(ctx, next);
                    } else {
                        loginPage.show(ctx, 401, username, next, Map.of("form", "The name or the password is wrong."));
                    }
                })
                .exceptionally(failure -> {
                    ApiError error = Errors.of(failure, ctx);
                    Errors.setRetryAfter(ctx, error);
                    loginPage.show(ctx, error.status(), username, next, Map.of("form", error.getMessage()));
                    return null;
                }));
    }

    /** Always starts a new session, so that a session planted in the browser is worthless. */
    private CompletableFuture<Boolean> signIn(Context ctx, Optional<User> found) {
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        User user = found.get();
        return sessions.create(ctx, user, Caller.find(ctx)).thenApply(token -> {
            token.ifPresent(created -> {
                sessions.setCookie(ctx, created);
                signedIn.accept(user.id());
            });
            return token.isPresent();
        });
    }

    /** Neither a link on another site nor a browser that prefetches pages may log the user out. */
    private void logoutLink(Context ctx) {
        if (crossOrigin.isLinkedFromElsewhere(ctx) || ctx.header("Sec-Purpose") != null) {
            pages.render(ctx, 403, "logout", Map.of("signedIn", Caller.find(ctx).isPresent()));
        } else {
            logout(ctx);
        }
    }

    private void logout(Context ctx) {
        if (Caller.find(ctx).isEmpty()) {
            sessions.clearCookie(ctx);
            seeOther(ctx, "/login");
            return;
        }
        ctx.future(() -> sessions.endRequestSessions(ctx).thenRun(() -> {
            sessions.clearCookie(ctx);
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

    private static void seeOther(Context ctx, String path) {
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }
}
