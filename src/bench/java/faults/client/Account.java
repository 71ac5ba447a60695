package faults.client;

/**
 * A signed-in user.
 *
 * @param cookie the value of the header {@code Cookie}
 */
public record Account(long id, String username, String cookie) {}
