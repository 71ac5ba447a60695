package chat.admin;

import chat.web.ApiError;
import chat.web.ClientAddress;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address that links for other people begin with: the one that the operator or the platform set. If there is none,
 * it is the address in the administrator's browser, but only within a home or office network. Any other address in a
 * request could be made up, or be the name by which a proxy calls this server.
 */
final class SiteAddress {
    private static final Pattern LOCAL_NAME =
            Pattern.compile("[a-z0-9_-]+|[a-z0-9._-]+\\.(?:localhost|local|lan|home|internal|home\\.arpa)");

    private final URI known;

    /** @param known the address that the operator or the platform set, or null */
    SiteAddress(URI known) {
        this.known = known;
    }

    /** @throws ApiError 409 if the link could be wrong */
    String of(Context ctx) {
        if (known != null) {
            return known.getScheme() + "://" + known.getRawAuthority();
        }
        String origin = ctx.header("Origin"); // the address that the browser uses
        String address = origin != null ? origin : ctx.scheme() + "://" + ctx.host();
        String host = address.replaceFirst("^https?://", "").toLowerCase(Locale.ROOT);
        if (host.equals(address) || !isLocal(host)) {
            throw ApiError.conflict(
                    null,
                    "This server does not know the address that people use, so no link was created:"
                            + " set PUBLIC_URL to it, for example PUBLIC_URL=https://chat.example.org.");
        }
        return address;
    }

    /** @param host the host, possibly with a port */
    private static boolean isLocal(String host) {
        ClientAddress address = ClientAddress.parse(host);
        return address == null
                ? LOCAL_NAME.matcher(host.replaceFirst(":[0-9]+$", "")).matches()
                : address.isLoopback() || address.isLocal();
    }
}
