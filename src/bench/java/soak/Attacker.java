package soak;

import java.io.IOException;

/** A client with one kind of attack. */
interface Attacker {
    String name();

    /** Attacks until the phase is over. Runs on a thread of its own. */
    void run(Phase phase) throws IOException;
}
