package chat.db;

import java.time.Duration;

/** Called after each commit, on the writer's thread: it must be quick. */
@FunctionalInterface
public interface CommitListener {
    /** @param writes how many writes the commit held */
    void ended(int writes, Duration duration, boolean committed);
}
