package chat.presence;

import chat.db.Database;
import chat.db.NoReaderException;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Input;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is typing where. A mark that is not renewed lapses by itself, so that it needs no goodbye from a socket that
 * died. It is told at most once in three seconds for each user and room, however often it is renewed; one that came too
 * soon is told by the tick, if it still stands then. Any thread may call; {@link #tick} is called by one.
 */
public final class Typing {
    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);
    private static final Duration LAPSE = Duration.ofSeconds(6);
    private static final Duration TELL_EVERY = Duration.ofSeconds(3);

    private record Listeners(Long roomId, List<Long> userIds) {}

    private record Told(long userId, Long roomId) {}

    /** A direct room is named by the other user here: two may type before their first message makes the room. */
    private record Mark(long userId, Long receiverId, Long groupId) {
        static Mark of(long userId, Room room) {
            return room.isDirect() ? new Mark(userId, room.otherThan(userId), null) : new Mark(userId, null, room.id());
        }

        Target target() {
            return new Target(receiverId, groupId);
        }
    }

    /** As a client named it. */
    private record Asked(long userId, Target target) {}

    /** Which mark that was, when it was looked up. */
    private record Known(Mark mark, Instant at) {}

    /**
     * A mark that stands or stood until lately.
     *
     * @param told when the others were last told of it
     * @param lapses when it ends by itself
     * @param shown whether the others take it to stand
     */
    private record State(Instant told, Instant lapses, boolean shown) {
        boolean mayBeTold(Instant now) {
            return !told.plus(TELL_EVERY).isAfter(now);
        }

        boolean stands(Instant now) {
            return lapses.isAfter(now);
        }

        State renewed(Instant now) {
            return new State(told, now.plus(LAPSE), shown);
        }

        State ended(Instant now) {
            return new State(told, now, false);
        }

        static State begun(Instant now) {
            return new State(now, now.plus(LAPSE), true);
        }
    }

    private final Database database;
    private final Hub hub;
    private final Presence presence;
    private final Clock clock;
    private final Map<Mark, State> states = new ConcurrentHashMap<>();
    /** What was asked for within the last seconds, so that asking again costs no look into the database. */
    private final Map<Asked, Known> known = new ConcurrentHashMap<>();

    /** @param clock one that is never set */
    public Typing(Database database, Hub hub, Presence presence, Clock clock) {
        this.database = database;
        this.hub = hub;
        this.presence = presence;
        this.clock = clock;
    }

    /** The event {@code typing}. */
    public void start(Connection connection, Input data) {
        Asked asked = new Asked(connection.userId(), Target.of(data));
        Instant now = clock.instant();
        presence.active(connection.userId());
        Mark soonAgain = knownMark(asked, now);
        if (soonAgain != null && renewQuietly(soonAgain, now)) {
            return;
        }
        Mark mark = mark(asked, now);
        if (begin(mark, now)) {
            tell("typing", mark);
        }
    }

    /** Whether the others must be told. */
    private boolean begin(Mark mark, Instant now) {
        boolean[] due = new boolean[1];
        states.compute(mark, (same, before) -> {
            due[0] = before == null || before.mayBeTold(now);
            return due[0] ? State.begun(now) : before.renewed(now);
        });
        return due[0];
    }

    /** True where the others need not be told, or not yet. */
    private boolean renewQuietly(Mark mark, Instant now) {
        State state =
                states.computeIfPresent(mark, (same, before) -> before.mayBeTold(now) ? before : before.renewed(now));
        return state != null && !state.mayBeTold(now);
    }

    /** The event {@code stop_typing}. */
    public void stop(Connection connection, Input data) {
        Asked asked = new Asked(connection.userId(), Target.of(data));
        Instant now = clock.instant();
        Mark soonAgain = knownMark(asked, now);
        if (soonAgain == null || isShown(soonAgain)) {
            soonAgain = mark(asked, now);
        }
        if (end(soonAgain, now)) {
            tell("stop_typing", soonAgain);
        }
    }

    /** A message ends it. Called on the writer's thread, with whom the message went to: nothing is read. */
    public void ended(long userId, Room room, List<Long> members) {
        Mark mark = Mark.of(userId, room);
        if (states.containsKey(mark) && end(mark, clock.instant())) {
            tell("stop_typing", userId, room.id(), members);
        }
    }

    /** Whether the others took it to stand, and so must be told. */
    private boolean end(Mark mark, Instant now) {
        boolean[] shown = new boolean[1];
        states.computeIfPresent(mark, (same, before) -> {
            shown[0] = before.shown();
            return before.ended(now);
        });
        return shown[0];
    }

    private boolean isShown(Mark mark) {
        State state = states.get(mark);
        return state != null && state.shown();
    }

    /** Null where it was not asked for lately. */
    private Mark knownMark(Asked asked, Instant now) {
        Known found = known.get(asked);
        return found == null || isOld(found, now) ? null : found.mark();
    }

    private static boolean isOld(Known found, Instant now) {
        return !found.at().plus(TELL_EVERY).isAfter(now);
    }

    /** Looked up in the database: whoever is not a member any more is refused. */
    private Mark mark(Asked asked, Instant now) {
        Mark mark = database.read(handle -> asked.target().find(handle.attach(RoomDao.class), asked.userId()))
                .map(room -> Mark.of(asked.userId(), room))
                .orElseGet(() -> new Mark(asked.userId(), asked.target().receiverId(), null));
        known.put(asked, new Known(mark, now));
        return mark;
    }

    /** The members are looked up each time: who was removed meanwhile is told nothing. */
    private void tell(String event, Mark mark) {
        Listeners listeners = database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            if (mark.groupId() != null) {
                return new Listeners(mark.groupId(), rooms.memberIds(mark.groupId()));
            }
            Long roomId = mark.target().find(rooms, mark.userId()).map(Room::id).orElse(null);
            return new Listeners(roomId, List.of(mark.receiverId()));
        });
        tell(event, mark.userId(), listeners.roomId(), listeners.userIds());
    }

    private void tell(String event, long userId, Long roomId, List<Long> members) {
        List<Long> others = members.stream().filter(id -> id != userId).toList();
        hub.deliver(others, Event.fleeting(event, new Told(userId, roomId)), null);
    }

    /** Called once a second. */
    public void tick() {
        Instant now = clock.instant();
        known.values().removeIf(found -> isOld(found, now));
        states.forEach((mark, state) -> {
            if (state.stands(now)) {
                if (!state.shown() && state.mayBeTold(now) && states.replace(mark, state, State.begun(now))) {
                    tellOrForget("typing", mark);
                }
            } else if (state.shown()) {
                if (states.replace(mark, state, state.ended(now))) {
                    tellOrForget("stop_typing", mark);
                }
            } else if (state.mayBeTold(now)) {
                states.remove(mark, state);
            }
        });
    }

    private void tellOrForget(String event, Mark mark) {
        try {
            if (event.equals("typing")) {
                database.read(handle -> mark.target().find(handle.attach(RoomDao.class), mark.userId()));
            }
            tell(event, mark);
        } catch (NoReaderException busy) {
            LOG.debug("No reader is free to tell of typing: the mark lapses by itself where it is shown");
        } catch (ApiError gone) {
            // Whoever was written to has deleted the account, or the writer is no member any more: nobody is to be
            // told.
        }
    }
}
