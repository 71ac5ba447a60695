package chat.web;

import java.time.Duration;

/**
 * How often something may happen: a burst first, then a steady rate. {@link Budget} bounds how much may be held at
 * once. An address is an IPv4 address or the /64 of an IPv6 one. People in one office, or behind one carrier's gateway,
 * share it.
 */
public enum Limit {
    /** Enough for a class that signs up in one lesson. */
    REGISTRATIONS_BY_ADDRESS(60, 30, Duration.ofMinutes(1)),

    /**
     * All logins, successful ones too. Hashing is slow on purpose, and an unlimited number would keep everyone else
     * out.
     */
    LOGINS_BY_ADDRESS(100, 60, Duration.ofMinutes(1)),
    /** Failed logins. Stops guessing at one name from one address, without affecting anyone elsewhere. */
    FAILURES_BY_ACCOUNT_AND_ADDRESS(10, 1, Duration.ofMinutes(1)),
    /** Stops guessing at one name from many addresses. Addresses that logged in to the account before are exempt. */
    FAILURES_BY_ACCOUNT(50, 50, Duration.ofHours(1)),
    /** Stops guessing at many names from one address. */
    FAILURES_BY_ADDRESS(100, 5, Duration.ofMinutes(1)),

    /** Messages, over the socket and over HTTP. */
    SENDS_BY_USER(100, 10, Duration.ofSeconds(1)),
    /** Every other event on a socket: typing, read marks, watching, pings, and unknown events. */
    EVENTS_BY_USER(300, 30, Duration.ofSeconds(1)),
    /** Messages on a socket, counted before they are parsed. The two limits above together allow fewer. */
    FRAMES_BY_USER(2_000, 100, Duration.ofSeconds(1)),
    /**
     * Sockets closed because they kept sending refused frames. Beyond this the user cannot open a socket for a while.
     */
    FLOODS_BY_USER(3, 1, Duration.ofMinutes(1)),
    /** Every call of a JSON route or of a page for signed-in users. */
    CALLS_BY_USER(1000, 100, Duration.ofSeconds(1)),
    /**
     * Creating groups, and adding and removing members. A call counts once for each 50 users that it names, because each
     * of them causes writes.
     */
    GROUP_CHANGES_BY_USER(200, 2, Duration.ofSeconds(1)),

    /** Opening sockets, refused ones too. After a restart a whole office comes back within seconds. */
    UPGRADES_BY_ADDRESS(1000, 50, Duration.ofSeconds(1));

    final int burst;
    final int refill;
    final Duration period;

    Limit(int burst, int refill, Duration period) {
        this.burst = burst;
        this.refill = refill;
        this.period = period;
    }
}
