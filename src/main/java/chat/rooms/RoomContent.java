package chat.rooms;

import chat.feature.Export;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Gives rooms access to their messages. The messages package implements it, because it depends on this one. */
public interface RoomContent {
    /** The newest message of each of these rooms, by room id. Empty rooms are left out. */
    Map<Long, ?> newest(Handle handle, Collection<Long> roomIds);

    /** Writes the messages of a room as a field of the export. */
    void export(Export export, long roomId) throws IOException;
}
