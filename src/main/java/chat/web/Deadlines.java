package chat.web;

import java.time.Duration;

/**
 * How long a client may take, even if it keeps sending. A client that sends one byte a second never reaches an idle
 * time-out.
 *
 * @param head the time for the request line and the headers
 * @param body the time for the request body
 * @param write how long an answer may make no progress at all on the network
 * @param exchange the period in which at least {@link #MIN_BYTES_PER_SECOND} on average must be sent or received, or
 *     the connection is cut
 * @param beat the time between two pings of a socket. A socket that sends no complete frame for three of these periods
 *     is cut
 */
public record Deadlines(Duration head, Duration body, Duration write, Duration exchange, Duration beat) {
    static final int MIN_BYTES_PER_SECOND = 1_000;

    public static Deadlines defaults() {
        return new Deadlines(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(25));
    }
}
