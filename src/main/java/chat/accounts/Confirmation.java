package chat.accounts;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;

/** Checks the password of a signed-in user again. Wrong guesses count as they do at the login. */
final class Confirmation {
    private final Authentication authentication;
    private final LoginLimits logins;

    Confirmation(Authentication authentication, LoginLimits logins) {
        this.authentication = authentication;
        this.logins = logins;
    }

    /** Fails with 403 for a wrong password. */
    CompletableFuture<Void> check(Context ctx, String password, String field) {
        return user(ctx, password, field).thenAccept(user -> {});
    }

    /** The same, and returns the user. */
    CompletableFuture<User> user(Context ctx, String password, String field) {
        Caller caller = Caller.of(ctx);
        ClientAddress from = ClientAddress.of(ctx);
        return logins.attempt(caller.username(), from, () -> authentication.authenticate(from, caller.id(), password))
                .thenApply(user -> user.orElseThrow(() -> wrong(field)));
    }

    static ApiError wrong(String field) {
        return ApiError.forbidden(field, "This is not your password.");
    }
}
