package fuzz;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The server, and who lives there. */
final class Site {
    private final int port;
    private final Actor administrator;
    private final long otherId;
    private final AtomicInteger people = new AtomicInteger();

    Site(int port) throws IOException {
        this.port = port;
        administrator = Actor.register(port, "administrator", 0);
        otherId = Actor.register(port, "other", 0).userId();
    }

    /** The first account, which is that. */
    Actor administrator() {
        return administrator;
    }

    int port() {
        return port;
    }

    /** Somebody with whom nothing happens but what is sent to them. */
    long otherId() {
        return otherId;
    }

    Actor newActor() throws IOException {
        return Actor.register(port, "fuzz" + people.incrementAndGet(), otherId);
    }
}
