package chat.messages;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A field that a feature adds to every message, such as its reactions or files. The same for whoever reads it. */
public interface MessagePart {
    /** The name of the field. */
    String name();

    /**
     * The values for a page of messages, by message id. Runs on the writer's thread for new and changed messages, so it
     * must take the same few statements however long the page is.
     */
    Map<Long, ?> of(Handle handle, List<Message> page);

    /** The value for a message that has none, or null. */
    Object absent();
}
