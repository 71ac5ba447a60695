package chat.db;

import java.time.Duration;

/** Called after each commit or failed commit, on the writer's thread. It must be quick. */
@FunctionalInterface
public interface CommitListener {
    /** @param writes the number of writes in the commit */
    void ended(int writes, Duration duration, boolean committed);
}
