package chat.presence;

import chat.db.Database;
import chat.db.NoReaderException;
import chat.feature.Base;
import chat.feature.Feature;
import chat.presence.PresenceDao.LastSeen;
import chat.realtime.Background;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Socket;
import chat.rooms.Sent;
import chat.web.Input;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is online, and who is typing. A user is online if they did something within the last five minutes. This is kept
 * in memory; {@code last_seen} is written at most once a minute for each user. Changes are sent once a second to the
 * sockets that watch the user. Any thread may call, but only one thread may call {@link #tick}. Only the constructor
 * blocks.
 */
public final class Presence implements Feature {
    private static final Duration ONLINE = Duration.ofMinutes(5);
    private static final Duration WRITE_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_WATCHED = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** {@code deleted} is true or absent. */
    record State(long userId, boolean online, Instant lastSeen, @JsonInclude(Include.NON_NULL) Boolean deleted) {
        static State deleted(long userId, Instant lastSeen) {
            return new State(userId, false, lastSeen, true);
        }
    }

    private record PresenceEvent(List<State> users) {}

    /**
     * When a user was last active.
     *
     * @param steady the same time by the clock that is never set
     * @param written the time that is in the database
     */
    private record Activity(Instant active, Instant steady, Instant written) {
        boolean isOnline(Instant now) {
            return steady.plus(ONLINE).isAfter(now);
        }

        boolean isWritten() {
            return active.equals(written);
        }

        boolean isDue(Instant now) {
            return !isWritten() && (!written.plus(WRITE_INTERVAL).isAfter(now) || written.isAfter(now));
        }

        Activity written(Instant upTo) {
            return new Activity(active, steady, upTo);
        }
    }

    private final Database database;
    private final Background background;
    private final Clock clock;
    private final Clock steady;
    private final Typing typing;
    private final Watches watches = new Watches();
    /** Sockets that have yet to be sent the state of all users that they watch. */
    private final Set<Connection> unsynced = ConcurrentHashMap.newKeySet();

    private final Map<Long, Activity> activities = new ConcurrentHashMap<>();
    /** Users whose last sent state is online. Only {@link #tick} changes it. */
    private final Set<Long> sentOnline = ConcurrentHashMap.newKeySet();
    /** Users whose watchers were sent conflicting states. The next tick sends all of them the same state. */
    private final Set<Long> conflicting = ConcurrentHashMap.newKeySet();
    /** Users who were deleted since the last {@link #tick}. */
    private final Set<Long> deleted = ConcurrentHashMap.newKeySet();

    /** Begins with the users who were online before the restart. */
    public Presence(Base base) {
        database = base.database();
        background = base.background();
        clock = base.clock();
        steady = base.steady();
        typing = new Typing(base);
        Instant now = clock.instant();
        database.read(handle -> handle.attach(PresenceDao.class).seenSince(now.minus(ONLINE)))
                .forEach(seen -> {
                    Instant active = notAhead(seen.lastSeen(), now);
                    Instant since = steady.instant().minus(Duration.between(active, now));
                    activities.put(seen.id(), new Activity(active, since, seen.lastSeen()));
                    sentOnline.add(seen.id());
                });
    }

    /** A time in the future was stored before the clock was set back. It counts as now. */
    private static Instant notAhead(Instant seen, Instant now) {
        return seen.isAfter(now) ? now : seen;
    }

    @Override
    public void events(Socket socket) {
        socket.on("active", (connection, data) -> active(connection.userId()));
        socket.on("watch", this::watch);
        socket.on("typing", this::startTyping);
        socket.on("stop_typing", typing::stop);
        socket.onClose(this::unwatch);
    }

    private void startTyping(Connection connection, Input data) {
        typing.start(connection, data);
        active(connection.userId());
    }

    /** Sending a message counts as activity, and ends the sender's typing indicator. */
    public void sent(Sent message) {
        active(message.senderId());
        typing.sent(message);
    }

    /** The user did something, such as loading a page, typing, or sending a message or a form. */
    public void active(long userId) {
        Instant now = clock.instant();
        Instant steadyNow = steady.instant();
        activities.compute(
                userId,
                (id, before) -> new Activity(now, steadyNow, before == null ? Instant.EPOCH : before.written()));
    }

    /** After the commit, the next tick notifies the sockets that watch the user. */
    @Override
    public Runnable erase(Handle handle, long userId) {
        return () -> deleted.add(userId);
    }

    public boolean isOnline(long userId) {
        Activity activity = activities.get(userId);
        return activity != null && activity.isOnline(steady.instant());
    }

    /** The ids of all users who are online now. */
    public List<Long> online() {
        Instant now = steady.instant();
        return activities.entrySet().stream()
                .filter(entry -> entry.getValue().isOnline(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The later of the time in memory and the time that was read from the database. */
    public Instant lastSeen(long userId, Instant stored) {
        Instant now = clock.instant();
        Instant known = notAhead(stored, now);
        Activity activity = activities.get(userId);
        return activity == null || activity.active().isBefore(known) ? known : notAhead(activity.active(), now);
    }

    /** Handles {@code watch}: the socket now watches these users instead of those it watched before. */
    private void watch(Connection connection, Input data) {
        watches.set(connection, data.ids("user_ids", MAX_WATCHED));
        connection.afterDrain(() -> syncSoon(connection));
        syncSoon(connection);
    }

    /** Sends the socket the state of all users that it watches. */
    private void syncSoon(Connection connection) {
        unsynced.add(connection);
        background.execute(this::sync); // if that is refused, the next tick tries again
    }

    private void sync() {
        for (Connection connection : List.copyOf(unsynced)) {
            unsynced.remove(connection);
            try {
                Set<Long> userIds = watches.of(connection);
                if (!userIds.isEmpty()) {
                    send(connection, states(userIds));
                }
            } catch (NoReaderException e) {
                unsynced.add(connection); // the next tick tries again
                return;
            }
        }
    }

    private static void send(Connection connection, List<State> states) {
        connection.offer(Event.fleeting("presence", new PresenceEvent(states)));
    }

    private List<State> states(Collection<Long> userIds) {
        return database.read(handle -> handle.attach(PresenceDao.class).of(userIds)).stream()
                .map(user -> user.deleted()
                        ? State.deleted(user.id(), lastSeen(user.id(), user.lastSeen()))
                        : state(user.id(), user.lastSeen()))
                .toList();
    }

    private State state(long userId, Instant stored) {
        boolean online = isOnline(userId);
        if (online != sentOnline.contains(userId)) {
            conflicting.add(userId);
        }
        return new State(userId, online, lastSeen(userId, stored), null);
    }

    private void unwatch(Connection connection) {
        watches.remove(connection);
        unsynced.remove(connection);
    }

    @Override
    public void meters(MeterRegistry registry) {
        Gauge.builder("chat.users.online", this, who -> who.online().size())
                .description("Users who were active within the last five minutes")
                .register(registry);
    }

    /** Sends changes of state, and writes each {@code last_seen} that is due. */
    @Override
    public void tick() {
        typing.tick();
        if (!unsynced.isEmpty()) {
            background.execute(this::sync);
        }
        Instant now = clock.instant();
        Instant steadyNow = steady.instant();
        Map<Long, State> changed = new HashMap<>();
        for (long userId : List.copyOf(deleted)) {
            activities.remove(userId);
            sentOnline.remove(userId);
            conflicting.remove(userId);
            changed.put(userId, State.deleted(userId, now));
            deleted.remove(userId);
        }
        activities.forEach((userId, activity) -> {
            boolean online = activity.isOnline(steadyNow);
            boolean changedState = online ? sentOnline.add(userId) : sentOnline.remove(userId);
            if (conflicting.remove(userId) || changedState) {
                changed.put(userId, new State(userId, online, notAhead(activity.active(), now), null));
            }
            if (!online && activity.isWritten()) {
                activities.remove(userId, activity);
            }
        });
        watches.watchersOf(changed.keySet())
                .forEach((connection, userIds) ->
                        send(connection, userIds.stream().map(changed::get).toList()));
        write(activity -> activity.isDue(now));
    }

    private void write(Predicate<Activity> condition) {
        Instant now = clock.instant();
        List<LastSeen> due = new ArrayList<>();
        activities.forEach((userId, activity) -> {
            if (condition.test(activity)) {
                due.add(new LastSeen(userId, activity.active()));
            }
        });
        if (due.isEmpty()) {
            return;
        }
        database.write(handle -> {
                    handle.attach(PresenceDao.class).write(due, now);
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("Could not write last_seen: {}", failure.toString());
                    } else {
                        due.forEach(seen -> activities.computeIfPresent(
                                seen.id(), (id, activity) -> activity.written(seen.lastSeen())));
                    }
                });
    }

    /** Queues the write of each {@code last_seen} that is not stored yet. */
    @Override
    public void close() {
        write(activity -> !activity.isWritten());
    }
}
