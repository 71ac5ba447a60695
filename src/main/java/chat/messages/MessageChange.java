package chat.messages;

import org.jdbi.v3.core.Handle;

/** What a feature does to a message: edits it, deletes it, or adds to one of its parts. */
@FunctionalInterface
public interface MessageChange {
    /**
     * Changes the database, in the transaction that also stamps the message. Runs on the writer's thread.
     *
     * @param message as it was before
     * @param rev the room's {@code rev} that the change takes
     * @throws chat.web.ApiError to refuse the change
     */
    void apply(Handle handle, Message message, long rev);
}
