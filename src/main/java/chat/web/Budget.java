package chat.web;

/**
 * What can be held at the same time, and how much of it: in all, by one address, and by one user. How often something
 * may be asked is in {@link Limit}. An address is an IPv4 address or the /64 of an IPv6 one.
 */
public enum Budget {
    /** HTTP connections. Those of trusted proxies are not counted: many people share one. */
    CONNECTIONS(Budget.UNLIMITED, 1_000, Budget.UNLIMITED),
    /** Threads that work on requests. More requests wait for one; of the server's 200 threads some stay for others. */
    THREADS(Budget.UNLIMITED, 40, Budget.UNLIMITED),
    /** Passwords that wait to be hashed, for a login, a registration, or a change of it. */
    PASSWORDS(100, 40, Budget.UNLIMITED),
    /** Bytes of request bodies that are not complete or not answered yet. */
    BODY_BYTES(16 * Budget.MB, 4 * Budget.MB, Budget.UNLIMITED),
    /** Calls of the JSON routes that are not answered yet. */
    CALLS(Budget.UNLIMITED, Budget.UNLIMITED, 10),
    /** Bytes of answers to those calls that are not sent yet. */
    ANSWER_BYTES(32 * Budget.MB, 16 * Budget.MB, 6 * Budget.MB),
    /** Exports of one's own data that are being written: each holds a thread for as long as its reader takes. */
    EXPORTS(8, 4, 1),
    /** WebSockets: each window has one. */
    SOCKETS(Budget.UNLIMITED, 1_000, 30);

    private static final long MB = 1024 * 1024;
    private static final long UNLIMITED = Long.MAX_VALUE;

    final long inAll;
    final long ofAddress;
    final long ofUser;

    Budget(long inAll, long ofAddress, long ofUser) {
        this.inAll = inAll;
        this.ofAddress = ofAddress;
        this.ofUser = ofUser;
    }
}
