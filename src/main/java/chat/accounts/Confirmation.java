package chat.accounts;

import chat.web.ApiError;
import chat.web.Caller;
import chat.web.ClientAddress;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;

/** Asks somebody who is signed in for their password again; guesses here count as those at the login do. */
public final class Confirmation {
    private final Accounts accounts;
    private final LoginLimits logins;

    public Confirmation(Accounts accounts, LoginLimits logins) {
        this.accounts = accounts;
        this.logins = logins;
    }

    /** Fails with 403 for a wrong one. */
    public CompletableFuture<Void> check(Context ctx, String password, String field) {
        return user(ctx, password, field).thenAccept(user -> {});
    }

    CompletableFuture<User> user(Context ctx, String password, String field) {
        Caller caller = Caller.of(ctx);
        ClientAddress from = ClientAddress.of(ctx);
        return logins.attempt(caller.username(), from, () -> accounts.authenticate(from, caller.id(), password))
                .thenApply(user -> user.orElseThrow(() -> wrong(field)));
    }

    static ApiError wrong(String field) {
        return ApiError.forbidden(field, "This is not your password.");
    }
}
