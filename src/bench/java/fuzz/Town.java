package fuzz;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The server, and who lives there. */
final class Town {
    private final int port;
    private final Scene administrator;
    private final long otherId;
    private final AtomicInteger people = new AtomicInteger();

    Town(int port) throws IOException {
        this.port = port;
        administrator = Scene.make(port, "administrator", 0);
        otherId = Scene.make(port, "other", 0).userId();
    }

    /** The first account, which is that. */
    Scene administrator() {
        return administrator;
    }

    int port() {
        return port;
    }

    /** Somebody with whom nothing happens but what is sent to them. */
    long otherId() {
        return otherId;
    }

    Scene newScene() throws IOException {
        return Scene.make(port, "fuzz" + people.incrementAndGet(), otherId);
    }
}
