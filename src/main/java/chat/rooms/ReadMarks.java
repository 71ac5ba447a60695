package chat.rooms;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /**
     * Which members are told up to where all others have read, by that {@code seq}: those for whom it has changed. The
     * lowest mark of the others is the same for everybody but the member whose own mark is the lowest, so there are at
     * most two.
     *
     * @param before what was told last, or null
     */
    Map<Long, List<Long>> toTell(ReadMarks before, Collection<Long> members) {
        return members.stream()
                .filter(userId -> before == null || before.ofOthersThan(userId) != ofOthersThan(userId))
                .collect(Collectors.groupingBy(this::ofOthersThan));
    }
}
