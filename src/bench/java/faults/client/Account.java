package faults.client;

/**
 * Somebody who is signed in.
 *
 * @param cookie what goes into the header {@code Cookie}
 */
public record Account(long id, String username, String cookie) {}
