package fuzz;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The server and its accounts. */
final class Site {
    private final int port;
    private final Actor administrator;
    private final long otherId;
    private final AtomicInteger actors = new AtomicInteger();

    Site(int port) throws IOException {
        this.port = port;
        administrator = Actor.register(port, "administrator", 0);
        otherId = Actor.register(port, "other", 0).userId();
    }

    /** The first account, which makes it the administrator. */
    Actor administrator() {
        return administrator;
    }

    int port() {
        return port;
    }

    /** A user who only receives messages and does nothing. */
    long otherId() {
        return otherId;
    }

    Actor newActor() throws IOException {
        return Actor.register(port, "fuzz" + actors.incrementAndGet(), otherId);
    }
}
