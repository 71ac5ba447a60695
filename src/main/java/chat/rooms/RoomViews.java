package chat.rooms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads rooms as their members see them, with their newest message. Any thread that may read the database may call. */
final class RoomViews {
    private volatile RoomContent content;

    void setContent(RoomContent newContent) {
        content = newContent;
    }

    RoomContent content() {
        return content;
    }

    /** The user's rooms among those with the given ids, in any order. */
    List<RoomView> of(Handle handle, long userId, Collection<Long> roomIds) {
        List<RoomViewDao.Row> rows = handle.attach(RoomViewDao.class).rooms(userId, roomIds);
        Map<Long, ?> newest = content.newest(handle, roomIds);
        List<RoomView> views = new ArrayList<>(rows.size());
        for (RoomViewDao.Row row : rows) {
            views.add(row.with(newest.get(row.id())));
        }
        return views;
    }

    Optional<RoomView> of(Handle handle, long userId, long roomId) {
        return of(handle, userId, List.of(roomId)).stream().findFirst();
    }
}
