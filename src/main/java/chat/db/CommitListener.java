package chat.db;

import java.time.Duration;

/** Is told of each commit, on the writer's thread: it must be quick. */
@FunctionalInterface
public interface CommitListener {
    /** @param units how many writes were in it */
    void ended(int units, Duration duration, boolean committed);
}
