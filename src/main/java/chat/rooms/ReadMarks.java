package chat.rooms;

import java.util.List;

/** The read marks of a room's current members that lie furthest back: at most two, the lowest first. */
public record ReadMarks(List<Mark> lowest) {
    public record Mark(long userId, long readSeq) {}

    /** Up to where everybody else has read; 0 where there is nobody else. */
    public long ofOthersThan(long userId) {
        return lowest.stream()
                .filter(mark -> mark.userId() != userId)
                .mapToLong(Mark::readSeq)
                .findFirst()
                .orElse(0);
    }
}
