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
 * Typing indicators: who is typing in which room. An indicator that is not renewed expires, so a socket that dies need
 * not end it. The other members are sent {@code typing} at most once in three seconds for each user and room, however
 * often the indicator is renewed. An event that would come too soon is sent by a later tick if the indicator is still
 * active. The database is read in the background. Any thread may call; nothing here blocks.
 */
final class Typing {
    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);
    private static final Duration LIFETIME = Duration.ofSeconds(6);
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(3);

    private record Audience(Long roomId, List<Long> userIds) {}

    private record TypingEvent(long userId, Long roomId) {}

    /** In a direct room the key is the other user, because the room does not exist before the first message. */
    private record Indicator(long userId, Long receiverId, Long groupId) {
        static Indicator of(long userId, Room room) {
            return room.isDirect()
                    ? new Indicator(userId, room.otherThan(userId), null)
                    : new Indicator(userId, null, room.id());
        }

        Target target() {
            return new Target(receiverId, groupId);
        }
    }

    /** A client's request, before its room has been looked up. */
    private record Request(long userId, Target target) {}

    private record Lookup(Indicator indicator, Instant at) {
        boolean isOld(Instant now) {
            return !at.plus(SEND_INTERVAL).isAfter(now);
        }
    }

    /**
     * The state of an indicator that is active or ended recently.
     *
     * @param lastSent when {@code typing} was last sent
     * @param expires when it expires, or when it ended
     * @param shown whether the other members' pages show it
     */
    private record State(Instant lastSent, Instant expires, boolean shown) {
        boolean maySend(Instant now) {
            return !lastSent.plus(SEND_INTERVAL).isAfter(now);
        }

        boolean isActive(Instant now) {
            return expires.isAfter(now);
        }

        State renewed(Instant now) {
            return new State(lastSent, now.plus(LIFETIME), shown);
        }

        State ended(Instant now) {
            return new State(lastSent, now, false);
        }

        static State begun(Instant now) {
            return new State(now, now.plus(LIFETIME), true);
        }
    }

    private final Database database;
    private final Hub hub;
    private final Background background;
    private final Clock steady;
    private final Map<Indicator, State> states = new ConcurrentHashMap<>();
    /** A cache of the lookups of the last seconds, for repeated requests. */
    private final Map<Request, Lookup> lookups = new ConcurrentHashMap<>();
    /** The number of requests that are queued or running in the background. */
    private final AtomicInteger pendingRequests = new AtomicInteger();

    Typing(Base base) {
        database = base.database();
        hub = base.hub();
        background = base.background();
        steady = base.steady();
    }

    /** Handles {@code typing}. */
    void start(Connection connection, Input data) {
        Request request = new Request(connection.userId(), Target.of(data));
        runInBackground(connection, () -> start(request));
    }

    /** Requests run in the order in which they arrive, so the last one decides. */
    private void runInBackground(Connection connection, Runnable task) {
        pendingRequests.incrementAndGet();
        boolean accepted = background.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                connection.refuse(Errors.of(e), null);
            } finally {
                pendingRequests.decrementAndGet();
            }
        });
        if (!accepted) {
            pendingRequests.decrementAndGet();
            connection.refuse(ApiError.busy("The server is busy. Try again in a moment.", 1), null);
        }
    }

    private void start(Request request) {
        Instant now = steady.instant();
        Indicator indicator = cachedIndicator(request, now);
        if (indicator == null || !renewSilently(indicator, now)) {
            indicator = lookUp(request, now);
            if (begin(indicator, now)) {
                send("typing", indicator);
            }
        }
    }

    /** The result of a recent lookup, or null. */
    private Indicator cachedIndicator(Request request, Instant now) {
        Lookup lookup = lookups.get(request);
        return lookup == null || lookup.isOld(now) ? null : lookup.indicator();
    }

    /** Renews an indicator for which no event may be sent yet. False if there is none, or if an event is due. */
    private boolean renewSilently(Indicator indicator, Instant now) {
        State state = states.computeIfPresent(
                indicator, (same, before) -> before.maySend(now) ? before : before.renewed(now));
        return state != null && !state.maySend(now);
    }

    /** @throws ApiError 404 if the user is not a member of the room, or if the receiver does not exist */
    private Indicator lookUp(Request request, Instant now) {
        Indicator indicator = database.read(
                        handle -> request.target().find(handle.attach(RoomDao.class), request.userId()))
                .map(room -> Indicator.of(request.userId(), room))
                .orElseGet(
                        () -> new Indicator(request.userId(), request.target().receiverId(), null));
        lookups.put(request, new Lookup(indicator, now));
        return indicator;
    }

    /** Begins or renews an indicator. True if {@code typing} must be sent now. */
    private boolean begin(Indicator indicator, Instant now) {
        boolean[] due = new boolean[1];
        states.compute(indicator, (same, before) -> {
            due[0] = before == null || before.maySend(now);
            return due[0] ? State.begun(now) : before.renewed(now);
        });
        return due[0];
    }

    /** Looks up the members each time, so that removed users get no events. */
    private void send(String event, Indicator indicator) {
        Audience audience = database.read(handle -> {
            RoomDao rooms = handle.attach(RoomDao.class);
            if (indicator.groupId() != null) {
                return new Audience(indicator.groupId(), rooms.memberIds(indicator.groupId()));
            }
            Long roomId = indicator
                    .target()
                    .find(rooms, indicator.userId())
                    .map(Room::id)
                    .orElse(null);
            return new Audience(roomId, List.of(indicator.receiverId()));
        });
        send(event, indicator.userId(), audience.roomId(), audience.userIds());
    }

    private void send(String event, long userId, Long roomId, List<Long> members) {
        List<Long> others = members.stream().filter(id -> id != userId).toList();
        hub.deliver(others, Event.fleeting(event, new TypingEvent(userId, roomId)), null);
    }

    /** Handles {@code stop_typing}. */
    void stop(Connection connection, Input data) {
        Request request = new Request(connection.userId(), Target.of(data));
        runInBackground(connection, () -> stop(request));
    }

    private void stop(Request request) {
        Instant now = steady.instant();
        Indicator indicator = cachedIndicator(request, now);
        if (indicator == null || isShown(indicator)) {
            indicator = lookUp(request, now);
        }
        if (end(indicator, now)) {
            send("stop_typing", indicator);
        }
    }

    private boolean isShown(Indicator indicator) {
        State state = states.get(indicator);
        return state != null && state.shown();
    }

    /** Ends an indicator. True if the other members' pages show it, so {@code stop_typing} must be sent. */
    private boolean end(Indicator indicator, Instant now) {
        boolean[] shown = new boolean[1];
        states.computeIfPresent(indicator, (same, before) -> {
            shown[0] = before.shown();
            return before.ended(now);
        });
        return shown[0];
    }

    /**
     * A message ends its sender's indicator. The database is not read, because the message names the room's members. If
     * requests are pending, one of them may have come before the message. The indicator then ends after them.
     */
    void sent(Sent message) {
        Indicator indicator = Indicator.of(message.senderId(), message.room());
        if (pendingRequests.get() > 0) {
            background.execute(() -> end(indicator, message)); // if that is refused, the indicator expires
        } else if (states.containsKey(indicator)) {
            end(indicator, message);
        }
    }

    private void end(Indicator indicator, Sent message) {
        if (end(indicator, steady.instant())) {
            send("stop_typing", message.senderId(), message.room().id(), message.members());
        }
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
        states.forEach((indicator, state) -> {
            if (state.isActive(now)) {
                if (!state.shown() && state.maySend(now) && states.replace(indicator, state, State.begun(now))) {
                    sendIfPossible("typing", indicator);
                }
            } else if (state.shown()) {
                if (states.replace(indicator, state, state.ended(now))) {
                    sendIfPossible("stop_typing", indicator);
                }
            } else if (state.maySend(now)) {
                states.remove(indicator, state);
            }
        });
    }

    private void sendIfPossible(String event, Indicator indicator) {
        try {
            if (event.equals("typing")) { // the user may have left the group
                database.read(handle -> indicator.target().find(handle.attach(RoomDao.class), indicator.userId()));
            }
            send(event, indicator);
        } catch (NoReaderException e) {
            LOG.debug("The database is busy. The pages hide the typing indicator by themselves");
        } catch (ApiError e) {
            LOG.debug("No typing event is sent: the receiver deleted the account, or the user left the group");
        }
    }
}
