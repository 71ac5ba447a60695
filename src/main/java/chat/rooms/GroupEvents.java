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
 * Sends the event {@code room} to the members of a group after it changed. The first change is sent at once. Later
 * changes within the same second are sent together in one event. New members are sent the event at once. The event's
 * content is read in the background just before it is sent. Any thread may call; nothing here blocks.
 */
final class GroupEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GroupEvents.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private record RoomEvent(RoomView room, SortedSet<Long> revs) {}

    private record RoomRemoved(long roomId) {}

    /**
     * The content of an event, read in this order. The read marks can be newer than the room, but a member's own
     * message never looks unread.
     */
    private record Snapshot(Room room, Object lastMessage, List<Progress> members, ReadMarks marks) {
        RoomView viewOf(Progress member) {
            long unread = Math.max(0, room.lastSeq() - member.readSeq() - member.ownAhead());
            long allReadSeq = marks.lowestExcept(member.userId());
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
    /** The {@code rev}s that have not been sent yet, by group. */
    private final Map<Long, SortedSet<Long>> pendingRevs = new HashMap<>();
    /** The groups whose event is queued in the background. */
    private final Set<Long> queued = new HashSet<>();
    /** When each group was last sent an event. Entries older than {@link #INTERVAL} are removed. */
    private final Map<Long, Instant> lastSent = new HashMap<>();

    GroupEvents(Base base, RoomViews views, Receipts receipts) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        steady = base.steady();
        this.views = views;
        this.receipts = receipts;
    }

    void changed(long groupId, long rev) {
        enqueue(groupId, rev);
    }

    /** Returns whether the event with this {@code rev} goes out at once. */
    private synchronized boolean enqueue(long groupId, long rev) {
        receipts.lowestMayHaveMoved(groupId);
        addPending(groupId, new TreeSet<>(Set.of(rev)));
        sendIfDue(groupId);
        return queued.contains(groupId);
    }

    private synchronized void addPending(long groupId, SortedSet<Long> revs) {
        pendingRevs.computeIfAbsent(groupId, id -> new TreeSet<>()).addAll(revs);
    }

    private synchronized void sendIfDue(long groupId) {
        boolean isDue = pendingRevs.containsKey(groupId) && !lastSent.containsKey(groupId);
        if (isDue && queued.add(groupId) && !background.execute(() -> send(groupId))) {
            queued.remove(groupId); // a later tick tries again
        }
    }

    private void send(long groupId) {
        SortedSet<Long> revs = takePending(groupId);
        try {
            send(read(groupId, dao -> dao.progress(groupId)), revs);
        } catch (NoReaderException e) {
            LOG.debug("The database is busy. A later tick sends the event");
            addPending(groupId, revs);
        } catch (RuntimeException e) {
            addPending(groupId, revs);
            throw e;
        }
    }

    private synchronized SortedSet<Long> takePending(long groupId) {
        queued.remove(groupId);
        lastSent.put(groupId, steady.instant());
        return pendingRevs.remove(groupId);
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

    /** Most members see the same view, so few events are serialised. */
    private void send(Snapshot snapshot, SortedSet<Long> revs) {
        Map<RoomView, Event> events = new HashMap<>();
        for (Progress member : snapshot.members()) {
            if (hub.isConnected(member.userId())) {
                RoomView view = snapshot.viewOf(member);
                hub.deliver(
                        member.userId(),
                        events.computeIfAbsent(view, same -> Event.of("room", new RoomEvent(same, revs))));
            }
        }
    }

    /** As {@link #changed}, but the new members do not wait: their pages do not show the group yet. */
    void added(long groupId, long rev) {
        if (!enqueue(groupId, rev)) {
            background.execute(() -> sendToAdded(groupId, rev)); // if that is refused, a later tick sends it
        }
    }

    private void sendToAdded(long groupId, long rev) {
        try {
            send(read(groupId, dao -> dao.progressOfAdded(groupId, rev)), new TreeSet<>(Set.of(rev)));
        } catch (NoReaderException e) {
            LOG.debug("The database is busy. A later tick sends the event to the new members");
        }
    }

    /** Sent in the background, after any {@code room} event that was read before the removal. */
    void removed(long groupId, long userId) {
        Runnable sending = () -> hub.deliver(userId, Event.of("room_removed", new RoomRemoved(groupId)));
        if (!background.execute(sending)) {
            sending.run();
        }
    }

    /** Called once a second. */
    synchronized void tick() {
        Instant now = steady.instant();
        lastSent.values().removeIf(sent -> !sent.plus(INTERVAL).isAfter(now));
        List.copyOf(pendingRevs.keySet()).forEach(this::sendIfDue);
    }
}
