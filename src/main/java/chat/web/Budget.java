package chat.web;

/**
 * How much may be held at the same time: in total, per address and per user. {@link Limit} bounds how often. An address
 * is an IPv4 address or the /64 of an IPv6 one.
 */
public enum Budget {
    /** HTTP connections. Those of trusted proxies are not counted, because many people share them. */
    CONNECTIONS(Budget.UNLIMITED, 1_000, Budget.UNLIMITED),
    /**
     * Threads that work on requests. Further requests wait for one. The server has 200 threads, so some stay free for
     * other addresses.
     */
    THREADS(Budget.UNLIMITED, 40, Budget.UNLIMITED),
    /** Passwords that wait to be hashed, for a login, a registration or a change of password. */
    PASSWORDS(100, 40, Budget.UNLIMITED),
    /** Bytes of request bodies that are incomplete or not answered yet. */
    BODY_BYTES(16 * Budget.MB, 4 * Budget.MB, Budget.UNLIMITED),
    /** Calls of JSON routes and of pages for signed-in users that are not answered yet. */
    CALLS(Budget.UNLIMITED, Budget.UNLIMITED, 10),
    /** Bytes of answers to those calls that are not sent yet. */
    ANSWER_BYTES(32 * Budget.MB, 16 * Budget.MB, 6 * Budget.MB),
    /** Exports that are being written. Each holds a thread until its reader has taken everything. */
    EXPORTS(8, 4, 1),
    /** WebSockets. Each window has one. */
    SOCKETS(Budget.UNLIMITED, 1_000, 30);

    private static final long MB = 1024 * 1024;
    private static final long UNLIMITED = Long.MAX_VALUE;

    final long total;
    final long perAddress;
    final long perUser;

    Budget(long total, long perAddress, long perUser) {
        this.total = total;
        this.perAddress = perAddress;
        this.perUser = perUser;
    }
}
