package chat.accounts;

import chat.web.Pages;
import io.javalin.http.Context;
import java.util.Map;

/** The login page. */
final class LoginPage {
    private static final String ACCOUNT_DELETED = "Your account is deleted.";

    /**
     * Why the session of an open page ended, by the parameter {@code ended} of the address. It is the reason that the
     * page's socket was closed with, or {@code unknown} if the page was offline at that moment.
     */
    private static final Map<String, String> ENDED = Map.of(
            "logout", "You logged out in another tab.",
            "ended", "You were logged out on another device, or by the administrator.",
            "expired", "Your session has expired. Please log in again.",
            "password", "Your password was changed. Log in with the new one.",
            "suspended", "Your account is suspended. Ask the administrator of this server.",
            "unknown", "Your session has ended. Please log in again.");

    private final Registration registration;
    private final Pages pages;

    LoginPage(Registration registration, Pages pages) {
        this.registration = registration;
        this.pages = pages;
    }

    /** @param next the path to go to after the login */
    void show(Context ctx, int status, String username, String next, Map<String, String> errors) {
        String done = "account_deleted".equals(ctx.queryParam("done")) ? ACCOUNT_DELETED : "";
        String ended = ENDED.getOrDefault(String.valueOf(ctx.queryParam("ended")), "");
        boolean open = registration.refusal(null).isEmpty();
        pages.render(
                ctx,
                status,
                "login",
                Map.of(
                        "username",
                        username,
                        "next",
                        next,
                        "done",
                        done,
                        "ended",
                        ended,
                        "open",
                        open,
                        "welcome",
                        registration.welcome().orElse(""),
                        "errors",
                        errors));
    }
}
