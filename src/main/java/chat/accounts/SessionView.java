package chat.accounts;

import chat.accounts.SessionDao.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A session as its owner sees it, without its token.
 *
 * @param key names it in the form that ends it
 * @param place where it was last used from
 * @param isCurrent whether it is the one that asks
 */
public record SessionView(
        String key, String device, boolean handheld, String place, Instant begun, Instant lastUsed, boolean isCurrent) {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F.:]+");
    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static SessionView of(Place session, String currentKey) {
        Device device = Device.of(session.userAgent());
        return new SessionView(
                session.sessionKey(),
                device.name(),
                device.handheld(),
                place(session.address()),
                session.createdAt(),
                session.lastUsedAt(),
                session.sessionKey().equals(currentKey));
    }

    /** Only of an address in digits: any other would be looked up in the network. */
    private static String place(String address) {
        if (!LITERAL.matcher(address).matches()) {
            return address.isEmpty() ? "Unknown place" : address;
        }
        try {
            InetAddress inet = InetAddress.getByName(address);
            if (inet.isLoopbackAddress()) {
                return "The server's own computer";
            }
            boolean isLocal = inet.isSiteLocalAddress() || inet.isLinkLocalAddress() || address.startsWith("fd");
            return isLocal ? "The server's own network, " + address : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** For the page, which says it in the reader's zone where scripts run. */
    public String lastUsedText() {
        return FOR_PEOPLE.format(lastUsed);
    }

    public String lastUsedIso() {
        return lastUsed.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
