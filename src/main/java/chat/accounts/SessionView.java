package chat.accounts;

import chat.accounts.SessionDao.Place;
import chat.web.ClientAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A session as its owner sees it, without its token. Public for the templates.
 *
 * @param key names the session in the form that ends it
 * @param address the address that used it last
 * @param place the same in the owner's terms
 * @param isCurrent whether the request came with it
 */
public record SessionView(
        String key,
        String device,
        boolean handheld,
        String address,
        String place,
        Instant begun,
        Instant lastUsed,
        boolean isCurrent) {
    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** @param here the address of the owner's request */
    static SessionView of(Place session, String currentKey, ClientAddress here) {
        boolean isCurrent = session.tokenHash().hex().equals(currentKey);
        // The stored address of the current session may be an hour old.
        String address = isCurrent ? here.toString() : session.address();
        Device device = Device.of(session.userAgent());
        return new SessionView(
                session.tokenHash().hex(),
                device.name(),
                device.handheld(),
                address,
                place(ClientAddress.parse(address), here),
                session.createdAt(),
                session.lastUsedAt(),
                isCurrent);
    }

    private static String place(ClientAddress address, ClientAddress here) {
        if (address == null) {
            return "Unknown place";
        }
        if (address.isLoopback()) {
            return "The server's own computer";
        }
        if (address.network().equals(here.network())) {
            return "This network";
        }
        return (address.isLocal() ? "The server's own network (" : "Another network (") + address + ")";
    }

    /** For the page, which says it in the reader's zone where scripts run. */
    public String lastUsedText() {
        return FOR_PEOPLE.format(lastUsed);
    }

    public String lastUsedIso() {
        return lastUsed.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
