package chat.messages;

import org.jdbi.v3.core.Handle;

/** A feature's change of a message: an edit, a deletion, or a change of one of its parts. */
@FunctionalInterface
public interface MessageChange {
    /**
     * Makes the change in the database. Runs on the writer's thread, in the transaction that sets the message's new
     * {@code rev}.
     *
     * @param message the message before the change
     * @param rev the room's {@code rev} that the change takes
     * @throws chat.web.ApiError to refuse the change
     */
    void apply(Handle handle, Message message, long rev);
}
