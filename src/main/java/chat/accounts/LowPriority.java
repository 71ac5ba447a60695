package chat.accounts;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads with the lowest CPU priority of the process. Linux only: Java ignores thread priorities there unless a JVM
 * flag is set, and on other systems this call would change the whole process.
 */
final class LowPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final int LOWEST_PRIORITY = 19;

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

    /** If the priority cannot be set, the work runs at normal priority. */
    private static void lower() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            Native.load("c", C.class).setpriority(PRIO_PROCESS, THIS_THREAD, LOWEST_PRIORITY);
        } catch (LastErrorException | LinkageError e) {
            LOG.info("Passwords are hashed at normal priority: {}", e.toString());
        }
    }
}
