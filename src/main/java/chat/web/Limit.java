package chat.web;

import java.time.Duration;

/**
 * How often something may be asked: so many at once, and from then on so many in a time. How much may be held is in
 * {@link Budget}. An address is an IPv4 address or the /64 of an IPv6 one; people of one office, and behind one
 * carrier's gateway, share it.
 */
public enum Limit {
    /** One class signs up in one lesson. */
    REGISTRATIONS_BY_ADDRESS(60, 30, Duration.ofMinutes(1)),

    /** Logins, right ones too: hashing is slow on purpose, and without end it would keep everybody else out. */
    LOGINS_BY_ADDRESS(100, 60, Duration.ofMinutes(1)),
    /** Logins that fail. Guessing at one name from one place ends here, and affects nobody elsewhere. */
    FAILURES_BY_ACCOUNT_AND_ADDRESS(10, 1, Duration.ofMinutes(1)),
    /** Guessing at one name from many places; those from which the account was opened before are let through. */
    FAILURES_BY_ACCOUNT(50, 50, Duration.ofHours(1)),
    /** Guessing at many names from one place. */
    FAILURES_BY_ADDRESS(100, 5, Duration.ofMinutes(1)),

    /** Messages, over the socket and over HTTP. */
    SENDS_BY_USER(100, 10, Duration.ofSeconds(1)),
    /** Every other event of a socket: typing, read marks, what is watched, pings, and what is no event. */
    EVENTS_BY_USER(300, 30, Duration.ofSeconds(1)),
    /** Messages of a socket, whatever they hold: counted before they are parsed. More than the two above let pass. */
    FRAMES_BY_USER(2_000, 100, Duration.ofSeconds(1)),
    /** Sockets closed because they sent on and on what is refused. Beyond that the user opens none for a while. */
    FLOODS_BY_USER(3, 1, Duration.ofMinutes(1)),
    /** Every call of the JSON routes, and the chat page. */
    CALLS_BY_USER(1000, 100, Duration.ofSeconds(1)),
    /** Groups made, and members added and removed, which tell everybody in them. Each 50 people count as one. */
    GROUP_CHANGES_BY_USER(200, 2, Duration.ofSeconds(1)),

    /** Sockets opened, refused ones too: after a restart a whole office comes back within seconds. */
    UPGRADES_BY_ADDRESS(1000, 50, Duration.ofSeconds(1));

    final int atOnce;
    final int thenEach;
    final Duration time;

    Limit(int atOnce, int thenEach, Duration time) {
        this.atOnce = atOnce;
        this.thenEach = thenEach;
        this.time = time;
    }
}
