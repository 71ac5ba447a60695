package soak;

import java.io.IOException;

/** Somebody with one way to do harm. */
interface Stranger {
    String name();

    /** Does it until the visit is over. Runs on a thread of its own. */
    void run(Visit visit) throws IOException;
}
