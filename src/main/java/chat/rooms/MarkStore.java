package chat.rooms;

import chat.db.Bulk;
import chat.db.Outcome;
import chat.web.ApiError;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Stores read marks in bulk. If each were a plain write, the messages on either side of it could not be stored
 * together. For the writer's thread.
 */
final class MarkStore implements Bulk<MarkStore.Mark, MarkStore.Moved> {
    /** A user has read up to {@code seq}. */
    record Mark(long userId, Target target, long seq) {}

    /**
     * The position of a mark after the write.
     *
     * @param room null for two users who have not written to each other yet
     * @param moved whether the write moved the mark ahead
     */
    record Moved(Room room, long seq, boolean moved) {}

    @Override
    public List<Outcome<Moved>> run(Handle handle, List<Mark> marks) {
        RoomDao rooms = handle.attach(RoomDao.class);
        List<Outcome<Moved>> outcomes = new ArrayList<>(marks.size());
        for (Mark mark : marks) {
            try {
                outcomes.add(Outcome.of(move(rooms, mark)));
            } catch (ApiError e) {
                outcomes.add(Outcome.refused(e));
            }
        }
        return outcomes;
    }

    private static Moved move(RoomDao rooms, Mark mark) {
        Room room = mark.target().find(rooms, mark.userId()).orElse(null);
        if (room == null) {
            return new Moved(null, 0, false);
        }
        long seq = Math.min(mark.seq(), room.lastSeq());
        return new Moved(room, seq, rooms.moveMark(room.id(), mark.userId(), seq, room.lastSeq()));
    }
}
