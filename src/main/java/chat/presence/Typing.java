package chat.presence;

import chat.db.Database;
import chat.db.NoReaderException;
import chat.feature.Base;
import chat.realtime.Background;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Sent;
import chat.rooms.Target;
import chat.web.ApiError;
import chat.web.Errors;
import chat.web.Input;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is typing where. A mark that is not renewed lapses by itself, so it needs no goodbye from a socket that died. The
 * others are told at most once in three seconds for each user and room, however often the mark is renewed; if that was
 * too soon, the tick tells them, should the mark still stand. What the database knows is looked up in the background.
 * Any thread may call; nothing here blocks.
 */
final class Typing {
    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);
    private static final Duration LAPSE = Duration.ofSeconds(6);
    private static final Duration TELL_EVERY = Duration.ofSeconds(3);

    private record Audience(Long roomId, List<Long> userIds) {}

    private record TypingEvent(long userId, Long roomId) {}

    /** A direct room is named by the other user: two may type before their first message makes the room. */
    private record Mark(long userId, Long receiverId, Long groupId) {
        static Mark of(long userId, Room room) {
            return room.isDirect() ? new Mark(userId, room.otherThan(userId), null) : new Mark(userId, null, room.id());
        }

        Target target() {
            return new Target(receiverId, groupId);
        }
    }

    /** A mark as a client named it. */
    private record Request(long userId, Target target) {}

    private record Lookup(Mark mark, Instant at) {
        boolean isOld(Instant now) {
            return !at.plus(TELL_EVERY).isAfter(now);
        }
    }

    /**
     * A mark that stands or stood until lately.
     *
     * @param told when the others were last told of it
     * @param lapses when it ends by itself, or ended
     * @param shown whether the others believe that it stands
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
    private final Background background;
    private final Clock steady;
    private final Map<Mark, State> states = new ConcurrentHashMap<>();
    /** The lookups of the last seconds, so that a request which is repeated needs none. */
    private final Map<Request, Lookup> lookups = new ConcurrentHashMap<>();
    /** How many requests wait in the background or are under way there. */
    private final AtomicInteger unfinished = new AtomicInteger();

    Typing(Base base) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        steady = base.steady();
    }

    /** The event {@code typing}. */
    void start(Connection connection, Input data) {
        Request request = new Request(connection.userId(), Target.of(data));
        inBackground(connection, () -> start(request));
    }

    /** In order: of a start and a stop the later one counts. */
    private void inBackground(Connection connection, Runnable task) {
        unfinished.incrementAndGet();
        boolean willRun = background.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                connection.refuse(Errors.of(e), null);
            } finally {
                unfinished.decrementAndGet();
            }
        });
        if (!willRun) {
            unfinished.decrementAndGet();
            connection.refuse(ApiError.busy("The server is busy. Try again in a moment.", 1), null);
        }
    }

    private void start(Request request) {
        Instant now = steady.instant();
        Mark mark = knownMark(request, now);
        if (mark == null || !renewQuietly(mark, now)) {
            mark = lookUp(request, now);
            if (begin(mark, now)) {
                tell("typing", mark);
            }
        }
    }

    /** True if the others need not be told, or not yet. */
    private boolean renewQuietly(Mark mark, Instant now) {
        State state =
                states.computeIfPresent(mark, (same, before) -> before.mayBeTold(now) ? before : before.renewed(now));
        return state != null && !state.mayBeTold(now);
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

    /** The event {@code stop_typing}. */
    void stop(Connection connection, Input data) {
        Request request = new Request(connection.userId(), Target.of(data));
        inBackground(connection, () -> stop(request));
    }

    private void stop(Request request) {
        Instant now = steady.instant();
        Mark mark = knownMark(request, now);
        if (mark == null || isShown(mark)) {
            mark = lookUp(request, now);
        }
        if (end(mark, now)) {
            tell("stop_typing", mark);
        }
    }

    /**
     * A message ends the mark. Nothing is read, since the message says who is in the room. A start that came before the
     * message and is unfinished is waited for in the background.
     */
    void sent(Sent message) {
        Mark mark = Mark.of(message.senderId(), message.room());
        if (unfinished.get() > 0) {
            background.execute(() -> end(mark, message)); // if that is refused, the mark lapses by itself
        } else if (states.containsKey(mark)) {
            end(mark, message);
        }
    }

    private void end(Mark mark, Sent message) {
        if (end(mark, steady.instant())) {
            tell("stop_typing", message.senderId(), message.room().id(), message.members());
        }
    }

    /** Whether the others believed that it stood, and so must be told. */
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

    /** The mark of a request, if it was looked up lately; or null. */
    private Mark knownMark(Request request, Instant now) {
        Lookup lookup = lookups.get(request);
        return lookup == null || lookup.isOld(now) ? null : lookup.mark();
    }

    /** @throws ApiError 404 if the user is not a member any more */
    private Mark lookUp(Request request, Instant now) {
        Mark mark = database.read(handle -> request.target().find(handle.attach(RoomDao.class), request.userId()))
                .map(room -> Mark.of(request.userId(), room))
                .orElseGet(() -> new Mark(request.userId(), request.target().receiverId(), null));
        lookups.put(request, new Lookup(mark, now));
        return mark;
    }

    /** The members are looked up each time, so that a user who was removed meanwhile is told nothing. */
    private void tell(String event, Mark mark) {
        Audience audience = database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            if (mark.groupId() != null) {
                return new Audience(mark.groupId(), rooms.memberIds(mark.groupId()));
            }
            Long roomId = mark.target().find(rooms, mark.userId()).map(Room::id).orElse(null);
            return new Audience(roomId, List.of(mark.receiverId()));
        });
        tell(event, mark.userId(), audience.roomId(), audience.userIds());
    }

    private void tell(String event, long userId, Long roomId, List<Long> members) {
        List<Long> others = members.stream().filter(id -> id != userId).toList();
        hub.deliver(others, Event.fleeting(event, new TypingEvent(userId, roomId)), null);
    }

    /** Called once a second. */
    void tick() {
        if (!states.isEmpty() || !lookups.isEmpty()) {
            background.execute(this::sweep);
        }
    }

    private void sweep() {
        Instant now = steady.instant();
        lookups.values().removeIf(lookup -> lookup.isOld(now));
        states.forEach((mark, state) -> {
            if (state.stands(now)) {
                if (!state.shown() && state.mayBeTold(now) && states.replace(mark, state, State.begun(now))) {
                    tellIfPossible("typing", mark);
                }
            } else if (state.shown()) {
                if (states.replace(mark, state, state.ended(now))) {
                    tellIfPossible("stop_typing", mark);
                }
            } else if (state.mayBeTold(now)) {
                states.remove(mark, state);
            }
        });
    }

    private void tellIfPossible(String event, Mark mark) {
        try {
            if (event.equals("typing")) { // which only members may
                database.read(handle -> mark.target().find(handle.attach(RoomDao.class), mark.userId()));
            }
            tell(event, mark);
        } catch (NoReaderException busy) {
            LOG.debug("The database is busy. The pages end the mark by themselves");
        } catch (ApiError gone) {
            LOG.debug("Nobody is to be told: the receiver deleted the account, or the user left the group");
        }
    }
}
