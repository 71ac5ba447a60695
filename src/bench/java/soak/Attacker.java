package soak;

import java.io.IOException;

/** Somebody with one way to do harm. */
interface Attacker {
    String name();

    /** Does it until the phase is over. Runs on a thread of its own. */
    void run(Phase phase) throws IOException;
}
