package chat.web;

import java.time.Duration;

/**
 * By when what a client sends must be whole, however alive it looks: one byte a second keeps any idle time-out waiting.
 *
 * @param head a request's line and headers
 * @param body what follows them
 * @param write an answer of which the network takes nothing for so long is never sent
 * @param exchange in each such time {@link #BYTES_A_SECOND} go to or fro, or the request and its answer are over
 * @param beat between two pings of a socket; one from which no whole frame came in three of them is cut
 */
public record Deadlines(Duration head, Duration body, Duration write, Duration exchange, Duration beat) {
    static final int BYTES_A_SECOND = 1_000;

    public static Deadlines usual() {
        return new Deadlines(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(25));
    }
}
