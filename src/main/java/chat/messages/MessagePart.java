package chat.messages;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A field that a feature adds to every message, such as reactions or files. It is the same for all readers. */
public interface MessagePart {
    /** The name of the field. */
    String name();

    /**
     * The values for a page of messages, by message id. It must use a few statements, however long the page is, because
     * for new and changed messages it runs on the writer's thread.
     */
    Map<Long, ?> of(Handle handle, List<Message> page);

    /** The field's value in messages without a value of their own. May be null. */
    Object defaultValue();
}
