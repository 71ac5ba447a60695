package chat.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.rooms.ReadMarks.Mark;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** At most two different events tell the members of a group how far all others have read. */
class LowestMarksTest {
    private static final List<Long> MEMBERS =
            LongStream.rangeClosed(1, 2_000).boxed().toList();
    private static final List<Long> ALL_BUT_THE_FIRST = MEMBERS.subList(1, MEMBERS.size());

    private static ReadMarks marks(Mark... lowest) {
        return new ReadMarks(List.of(lowest));
    }

    @Test
    void allMembersExceptTheLastReaderReceiveTheSameMark() {
        ReadMarks marks = marks(new Mark(1, 10), new Mark(2, 20));
        assertEquals(Map.of(20L, List.of(1L), 10L, ALL_BUT_THE_FIRST), marks.changedSince(null, MEMBERS));
    }

    @Test
    void onlyMembersWhoseMarkChangedAreNotified() {
        ReadMarks before = marks(new Mark(1, 10), new Mark(2, 20));
        assertEquals(
                Map.of(11L, ALL_BUT_THE_FIRST),
                marks(new Mark(1, 11), new Mark(2, 20)).changedSince(before, MEMBERS));
        assertEquals(
                Map.of(21L, List.of(1L)),
                marks(new Mark(1, 10), new Mark(2, 21)).changedSince(before, MEMBERS));
        assertEquals(Map.of(), before.changedSince(before, MEMBERS));
    }

    @Test
    void theOnlyMemberIsToldThatNobodyElseHasRead() {
        assertEquals(Map.of(0L, List.of(1L)), marks(new Mark(1, 10)).changedSince(null, List.of(1L)));
    }
}
