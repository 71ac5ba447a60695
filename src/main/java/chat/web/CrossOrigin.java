package chat.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps other sites from using a visitor's cookie. A browser names the site that a request comes from in {@code
 * Sec-Fetch-Site} or {@code Origin}. A client that sends neither is not a browser, and does not send cookies on its
 * own.
 */
public final class CrossOrigin {
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private final URI publicUrl;

    /** @param publicUrl the address that people use. Null means that the request's own {@code Host} is trusted */
    public CrossOrigin(URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Refuses a request that changes something if another site made the browser send it. */
    void check(Context ctx) {
        if (SAFE.contains(ctx.method())) {
            return;
        }
        if (isAtAnotherAddress(ctx)) {
            throw ApiError.forbidden("This chat is at " + publicUrl + ". Open it there, and try again.");
        }
        if (isForeign(ctx)) {
            throw foreign();
        }
    }

    /**
     * Whether our own page was opened at an address other than the public one: with {@code http} for {@code https}, or
     * past the proxy. The cookie would not come back there. A browser that sends {@code Sec-Fetch-Site} is not
     * affected: it keeps the cookie.
     */
    private boolean isAtAnotherAddress(Context ctx) {
        String origin = ctx.header("Origin");
        String host = ctx.header("Host");
        if (publicUrl == null || origin == null || host == null || ctx.header("Sec-Fetch-Site") != null) {
            return false;
        }
        boolean insecure = origin.startsWith("http://");
        String scheme = insecure ? "http" : "https";
        String here = authority(host, scheme);
        boolean own = origin.startsWith(scheme + "://")
                && authority(origin.substring(scheme.length() + 3), scheme).equals(here);
        boolean meant = authority(publicUrl.getRawAuthority(), scheme).equals(here);
        return own && (!meant || (insecure && publicUrl.getScheme().equals("https")));
    }

    private boolean isForeign(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        return hasForeignOrigin(ctx);
    }

    /**
     * Whether a GET comes from a link, image or script of another site. If so, the user is asked before anything
     * changes. A click or a typed address comes without an {@code Origin}.
     */
    public boolean isLinkedFromElsewhere(Context ctx) {
        return isForeign(ctx) || hasForeignOrigin(ctx);
    }

    /** Refuses a socket to a page of another site. Browsers send no {@code Sec-Fetch-Site} with the upgrade. */
    public void checkUpgrade(Context ctx) {
        if (hasForeignOrigin(ctx)) {
            throw foreign();
        }
    }

    private static ApiError foreign() {
        return ApiError.forbidden("This came from another site, and was refused.");
    }

    /** Compares host and port but not the scheme, which differs behind a proxy that terminates TLS. */
    private boolean hasForeignOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin == null) {
            return false;
        }
        String scheme = origin.startsWith("https://") ? "https" : "http";
        String here = publicUrl != null ? publicUrl.getRawAuthority() : ctx.header("Host");
        return !origin.startsWith(scheme + "://")
                || here == null
                || !authority(origin.substring(scheme.length() + 3), scheme).equals(authority(here, scheme));
    }

    private static String authority(String host, String scheme) {
        String lower = host.toLowerCase(Locale.ROOT);
        String defaultPort = scheme.equals("https") ? ":443" : ":80";
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
