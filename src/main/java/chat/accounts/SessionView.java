package chat.accounts;

import chat.accounts.SessionDao.Details;
import chat.web.ClientAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A session as its owner sees it, without its token. Public for the templates.
 *
 * @param key identifies the session in the form that ends it
 * @param address the address that last used it
 * @param location a description of that address for the owner
 * @param isCurrent whether it is the request's own session
 */
public record SessionView(
        String key,
        String device,
        boolean handheld,
        String address,
        String location,
        Instant createdAt,
        Instant lastUsedAt,
        boolean isCurrent) {
    private static final DateTimeFormatter READABLE = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** @param here the address of the owner's request */
    static SessionView of(Details session, String currentKey, ClientAddress here) {
        boolean isCurrent = session.tokenHash().hex().equals(currentKey);
        // The stored address of the current session may be an hour out of date.
        String address = isCurrent ? here.toString() : session.address();
        Device device = Device.of(session.userAgent());
        return new SessionView(
                session.tokenHash().hex(),
                device.name(),
                device.handheld(),
                address,
                location(ClientAddress.parse(address), here),
                session.createdAt(),
                session.lastUsedAt(),
                isCurrent);
    }

    private static String location(ClientAddress address, ClientAddress here) {
        if (address == null) {
            return "Unknown location";
        }
        if (address.isLoopback()) {
            return "The server's own computer";
        }
        if (address.network().equals(here.network())) {
            return "This network";
        }
        return (address.isLocal() ? "The server's own network (" : "Another network (") + address + ")";
    }

    /** For pages without scripts. A script replaces it by the time in the reader's zone. */
    public String lastUsedText() {
        return READABLE.format(lastUsedAt);
    }

    public String lastUsedIso() {
        return lastUsedAt.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
