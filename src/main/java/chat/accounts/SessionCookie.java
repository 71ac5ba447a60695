package chat.accounts;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The cookie that holds a session's token. Browsers do not tell the ports of a host apart, so its name has an id of the
 * database in it: two chats on one host leave each other's cookies alone.
 */
final class SessionCookie {
    /** What it was called before; a session that comes under this name gets the new one with the answer. */
    private static final String FORMER = "session";

    private final String name;

    /** @param id of the database; null where none could be stored: then the former name */
    SessionCookie(String id) {
        name = id == null ? FORMER : "chat_session_" + id;
    }

    /**
     * The values of all cookies of that name, those of the former name after them; there may be several, for other
     * paths or planted by another host. The browser puts those of longer paths first, and ours are for the whole site:
     * so the last comes first.
     */
    List<String> tokens(Context ctx) {
        Set<String> tokens = new LinkedHashSet<>(values(ctx, name(ctx)));
        tokens.addAll(values(ctx, formerName(ctx)));
        return List.copyOf(tokens);
    }

    /** Whether a token came under the former name alone. */
    boolean isFormer(Context ctx, String token) {
        return !values(ctx, name(ctx)).contains(token);
    }

    private static List<String> values(Context ctx, String name) {
        jakarta.servlet.http.Cookie[] cookies = ctx.req().getCookies();
        List<String> values = new ArrayList<>();
        if (cookies != null) {
            for (jakarta.servlet.http.Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    values.add(cookie.getValue());
                }
            }
        }
        Collections.reverse(values);
        return values;
    }

    void give(Context ctx, String token, Duration age) {
        set(ctx, name(ctx), token, age);
    }

    void take(Context ctx) {
        set(ctx, name(ctx), "", Duration.ZERO);
    }

    /** It is ours only where a session of ours came with it: another program may use the same name. */
    void takeFormer(Context ctx) {
        if (!name(ctx).equals(formerName(ctx))) {
            set(ctx, formerName(ctx), "", Duration.ZERO);
        }
    }

    private static void set(Context ctx, String name, String value, Duration age) {
        boolean secure = ctx.req().isSecure();
        ctx.cookie(new Cookie(name, value, "/", (int) age.toSeconds(), secure, true, null, SameSite.LAX));
    }

    private String name(Context ctx) {
        return prefix(ctx) + name;
    }

    private static String formerName(Context ctx) {
        return prefix(ctx) + FORMER;
    }

    /** Over HTTPS a cookie without it is not read: another host of the domain may have planted it. */
    private static String prefix(Context ctx) {
        return ctx.req().isSecure() ? "__Host-" : "";
    }
}
