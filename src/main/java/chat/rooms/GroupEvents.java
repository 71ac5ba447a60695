package chat.rooms;

import chat.db.Database;
import chat.db.NoReaderException;
import chat.feature.Base;
import chat.realtime.Background;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.RoomViewDao.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the members of a group that it changed. The first change is told at once; those that follow within a second are
 * told together. New members are told at once. What is told is read in the background when its turn comes. Any thread may call; nothing here blocks.
 */
final class GroupEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GroupEvents.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private record RoomEvent(RoomView room, SortedSet<Long> revs) {}

    private record RoomRemoved(long roomId) {}

    /** Read in this order: a read mark may be newer than the room, but a member's own message never looks unread. */
    private record Snapshot(Room room, Object lastMessage, List<Progress> members, ReadMarks marks) {
        RoomView seenBy(Progress member) {
            long unread = Math.max(0, room.lastSeq() - member.readSeq() - member.ownAhead());
            long allReadSeq = marks.ofOthersThan(member.userId());
            return new RoomView(
                    room.id(),
                    room.kind(),
                    room.name(),
                    null,
                    lastMessage,
                    room.lastSeq(),
                    room.rev(),
                    member.readSeq(),
                    allReadSeq,
                    unread);
        }
    }

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final Clock steady;
    private final RoomViews views;
    private final Receipts receipts;

    // Guarded by this.
    /** The {@code rev}s that are not told yet, by group. */
    private final Map<Long, SortedSet<Long>> untold = new HashMap<>();
    /** The groups whose telling waits in the background. */
    private final Set<Long> queued = new HashSet<>();
    /** When the groups were told that were told within the last second. */
    private final Map<Long, Instant> toldAt = new HashMap<>();

    GroupEvents(Base base, RoomViews views, Receipts receipts) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        steady = base.steady();
        this.views = views;
        this.receipts = receipts;
    }

    /** In the background, behind an event {@code room} that was read before the removal and is still being sent. */
    void removed(long groupId, long userId) {
        Runnable telling = () -> hub.deliver(userId, Event.of("room_removed", new RoomRemoved(groupId)));
        if (!background.execute(telling)) {
            telling.run();
        }
    }

    /** As {@link #changed}, but those who were added do not wait: their pages do not show the group yet. */
    void added(long groupId, long rev) {
        changed(groupId, rev);
        if (waitsForTick(groupId)) {
            background.execute(() -> tellAdded(groupId, rev)); // if that is refused, a later tick tells them
        }
    }

    private synchronized boolean waitsForTick(long groupId) {
        return toldAt.containsKey(groupId);
    }

    private void tellAdded(long groupId, long rev) {
        try {
            tell(read(groupId, dao -> dao.progressOfAdded(groupId, rev)), new TreeSet<>(Set.of(rev)));
        } catch (NoReaderException e) {
            LOG.debug("The database is busy. A later tick tells the new members with the others");
        }
    }

    void changed(long groupId, long rev) {
        receipts.lowestMayHaveMoved(groupId);
        addUntold(groupId, new TreeSet<>(Set.of(rev)));
        tellIfDue(groupId);
    }

    private synchronized void addUntold(long groupId, SortedSet<Long> revs) {
        untold.computeIfAbsent(groupId, id -> new TreeSet<>()).addAll(revs);
    }

    private synchronized void tellIfDue(long groupId) {
        boolean isDue = untold.containsKey(groupId) && !toldAt.containsKey(groupId);
        if (isDue && queued.add(groupId) && !background.execute(() -> tell(groupId))) {
            queued.remove(groupId); // a later tick tries again
        }
    }

    /** Called once a second. */
    synchronized void tick() {
        Instant now = steady.instant();
        toldAt.values().removeIf(told -> !told.plus(EVERY).isAfter(now));
        List.copyOf(untold.keySet()).forEach(this::tellIfDue);
    }

    private void tell(long groupId) {
        SortedSet<Long> revs = take(groupId);
        try {
            tell(read(groupId, dao -> dao.progress(groupId)), revs);
        } catch (NoReaderException e) {
            addUntold(groupId, revs); // a later tick tries again
        }
    }

    private Snapshot read(long groupId, Function<RoomViewDao, List<Progress>> members) {
        return database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            return new Snapshot(
                    rooms.find(groupId),
                    views.content().newest(handle, List.of(groupId)).get(groupId),
                    members.apply(handle.attach(RoomViewDao.class)),
                    rooms.marksOfGroup(groupId));
        });
    }

    private synchronized SortedSet<Long> take(long groupId) {
        queued.remove(groupId);
        toldAt.put(groupId, steady.instant());
        return untold.remove(groupId);
    }

    /** Most members see the same, so there are few events to serialise. */
    private void tell(Snapshot snapshot, SortedSet<Long> revs) {
        Map<RoomView, Event> events = new HashMap<>();
        for (Progress member : snapshot.members()) {
            if (hub.isConnected(member.userId())) {
                RoomView view = snapshot.seenBy(member);
                hub.deliver(
                        member.userId(),
                        events.computeIfAbsent(view, same -> Event.of("room", new RoomEvent(same, revs))));
            }
        }
    }
}
