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
 * The cookie that holds a session's token. Its name contains an id of the database, because browsers share cookies
 * between all ports of a host. Two chats on one host therefore do not overwrite each other's cookies.
 */
final class SessionCookie {
    /** The cookie's name in older versions. A request with this name gets a cookie with the new name. */
    private static final String LEGACY_NAME = "session";

    private final String name;

    /** @param id the id of the database; null if none could be stored, which selects the legacy name */
    SessionCookie(String id) {
        name = id == null ? LEGACY_NAME : "chat_session_" + id;
    }

    /**
     * The values of all cookies with this name, then of those with the legacy name. There may be several, for other
     * paths or planted by another host. Browsers put cookies with longer paths first, and ours have the shortest path,
     * so the order is reversed.
     */
    List<String> tokens(Context ctx) {
        Set<String> tokens = new LinkedHashSet<>(values(ctx, name(ctx)));
        tokens.addAll(values(ctx, legacyName(ctx)));
        return List.copyOf(tokens);
    }

    /** Whether a token came only under the legacy name. */
    boolean isLegacy(Context ctx, String token) {
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

    void set(Context ctx, String token, Duration age) {
        write(ctx, name(ctx), token, age);
    }

    void clear(Context ctx) {
        write(ctx, name(ctx), "", Duration.ZERO);
    }

    /** Call this only if the cookie held one of our sessions, because another program may use the same name. */
    void clearLegacy(Context ctx) {
        if (!name(ctx).equals(legacyName(ctx))) {
            write(ctx, legacyName(ctx), "", Duration.ZERO);
        }
    }

    private static void write(Context ctx, String name, String value, Duration age) {
        boolean secure = ctx.req().isSecure();
        ctx.cookie(new Cookie(name, value, "/", (int) age.toSeconds(), secure, true, null, SameSite.LAX));
    }

    private String name(Context ctx) {
        return prefix(ctx) + name;
    }

    private static String legacyName(Context ctx) {
        return prefix(ctx) + LEGACY_NAME;
    }

    /** Over HTTPS only cookies with this prefix are read. Another host of the domain may have planted the others. */
    private static String prefix(Context ctx) {
        return ctx.req().isSecure() ? "__Host-" : "";
    }
}
