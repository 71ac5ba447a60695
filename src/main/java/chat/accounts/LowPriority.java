package chat.accounts;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that the system runs when no other of this process wants to. On Linux alone: Java's own priorities mean
 * nothing there without a JVM flag, and elsewhere the call would mean the whole process.
 */
final class LowPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final int NICEST = 19;

    private interface C extends Library {
        int setpriority(int which, int who, int priority) throws LastErrorException;
    }

    private LowPriority() {}

    static Thread thread(Runnable work, String name) {
        return new Thread(
                () -> {
                    lower();
                    work.run();
                },
                name);
    }

    /** Where it cannot be had the work is done all the same. */
    private static void lower() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            Native.load("c", C.class).setpriority(PRIO_PROCESS, THIS_THREAD, NICEST);
        } catch (LastErrorException | LinkageError e) {
            LOG.info("Passwords are hashed at the usual priority: {}", e.toString());
        }
    }
}
