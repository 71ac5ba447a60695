package soak;

import bench.server.Tokens;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the server is and what a client has to know of it.
 *
 * @param cookieName the session's
 * @param styleSheet the address of the largest one: what takes the server longest to send
 * @param accounts how many there are, with ids from 1: the people, then the account that does its worst, then the members
 *     of the large group
 */
record Place(int port, String cookieName, String styleSheet, int accounts) {
    static final int PEOPLE = 100;
    static final int WORST_ACCOUNT = PEOPLE + 1;
    /** Whom the account that does its worst has a conversation with. */
    static final int PARTNER = PEOPLE + 2;

    private static final int PEOPLE_AT_ONE_ADDRESS = 10;
    private static final int MEMBERS_AT_ONE_ADDRESS = 50;

    /** The cookie header's value of the session that was seeded for an account. */
    String cookie(int userId) {
        return cookieName + "=" + Tokens.derived(userId);
    }

    static InetAddress ofPerson(int userId) {
        return address(1, userId / PEOPLE_AT_ONE_ADDRESS);
    }

    static InetAddress ofMember(int number) {
        return address(2, number / MEMBERS_AT_ONE_ADDRESS);
    }

    static InetAddress ofWorstAccount() {
        return address(3, 0);
    }

    /** Strangers of one kind share a network and never one with people. */
    static InetAddress ofStranger(int kind, int number) {
        return address(100 + kind, number);
    }

    /** All of 127.0.0.0/8 is this machine, and each address is a client of its own to the server. */
    private static InetAddress address(int network, int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) network, (byte) (number >> 8 & 0xff), (byte) ((number & 0xff) + 1)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
