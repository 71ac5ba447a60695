package chat.rooms;

import chat.feature.Export;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What rooms show of the messages in them. The messages know it, and they are built on rooms. */
public interface RoomContent {
    /** The newest message of each of these rooms that has any, by room id. */
    Map<Long, ?> newest(Handle handle, Collection<Long> roomIds);

    /** Writes the messages of a room as a field of the export. */
    void export(Export to, long roomId) throws IOException;
}
