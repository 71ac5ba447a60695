package chat.rooms;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The two lowest read marks of a room's current members, lowest first. One mark if the room has one member. */
public record ReadMarks(List<Mark> lowest) {
    public record Mark(long userId, long readSeq) {}

    /** The {@code seq} up to which all other members have read; 0 if there are no others. */
    public long lowestExcept(long userId) {
        return lowest.stream()
                .filter(mark -> mark.userId() != userId)
                .mapToLong(Mark::readSeq)
                .findFirst()
                .orElse(0);
    }

    /**
     * Each member is shown the lowest mark of the others. Returns the members for whom it has changed, by its new value.
     * All members have the same value, except the one whose own mark is the lowest, so the map has at most two entries.
     *
     * @param before the marks that were last sent, or null
     */
    Map<Long, List<Long>> changedSince(ReadMarks before, Collection<Long> members) {
        return members.stream()
                .filter(userId -> before == null || before.lowestExcept(userId) != lowestExcept(userId))
                .collect(Collectors.groupingBy(this::lowestExcept));
    }
}
