package chat.presence;

import chat.db.Database;
import chat.feature.Feature;
import chat.presence.PresenceDao.LastSeen;
import chat.realtime.Connection;
import chat.realtime.Event;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is online: whoever did something within the last five minutes. Kept in memory; {@code last_seen} is written at
 * most once a minute for each user. Changes are told once a second, to those who watch. Any thread may call, but
 * {@link #tick} is called by one.
 */
public final class Presence implements Feature {
    private static final Duration ONLINE = Duration.ofMinutes(5);
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** {@code deleted} is true or absent. */
    record State(long userId, boolean online, Instant lastSeen, @JsonInclude(Include.NON_NULL) Boolean deleted) {
        static State gone(long userId, Instant lastSeen) {
            return new State(userId, false, lastSeen, true);
        }
    }

    private record Told(List<State> users) {}

    /**
     * When a user was last active, and what of that is in the database.
     *
     * @param steady the same as {@code active}, by the clock that is never set
     */
    private record Activity(Instant active, Instant steady, Instant written) {
        boolean isOnline(Instant now) {
            return steady.plus(ONLINE).isAfter(now);
        }

        boolean isWritten() {
            return active.equals(written);
        }

        boolean isDue(Instant now) {
            return !isWritten() && (!written.plus(WRITE_EVERY).isAfter(now) || written.isAfter(now));
        }

        Activity written(Instant upTo) {
            return new Activity(active, steady, upTo);
        }
    }

    private final Database database;
    private final Clock clock;
    private final Clock steady;
    private final Watches watches = new Watches();
    private final Map<Long, Activity> activities = new ConcurrentHashMap<>();
    /** Changed by {@link #tick} alone. */
    private final Set<Long> toldOnline = ConcurrentHashMap.newKeySet();
    /** Of whom somebody who began to watch was told something else than the others; the next tick tells all. */
    private final Set<Long> toTellAgain = ConcurrentHashMap.newKeySet();

    /** Who was deleted since the last {@link #tick}. */
    private final Set<Long> deleted = ConcurrentHashMap.newKeySet();

    /**
     * Begins with who was online before the restart.
     *
     * @param clock says when somebody was seen
     * @param steady says for how long somebody is online: it is never set
     */
    public Presence(Database database, Clock clock, Clock steady) {
        this.database = database;
        this.clock = clock;
        this.steady = steady;
        Instant now = clock.instant();
        database.read(handle -> handle.attach(PresenceDao.class).seenSince(now.minus(ONLINE)))
                .forEach(seen -> {
                    Instant active = notAhead(seen.lastSeen(), now);
                    Instant since = steady.instant().minus(Duration.between(active, now));
                    activities.put(seen.id(), new Activity(active, since, seen.lastSeen()));
                    toldOnline.add(seen.id());
                });
    }

    /** What lies ahead was noted before the clock was set back, and counts as now. */
    private static Instant notAhead(Instant seen, Instant now) {
        return seen.isAfter(now) ? now : seen;
    }

    /** The user did something: a page load, a form, a message, typing. */
    public void active(long userId) {
        Instant now = clock.instant();
        Instant steadyNow = steady.instant();
        activities.compute(
                userId,
                (id, before) -> new Activity(now, steadyNow, before == null ? Instant.EPOCH : before.written()));
    }

    /** The user's account was deleted: told with the next tick, to those who watch them. */
    public void deleted(long userId) {
        deleted.add(userId);
    }

    public boolean isOnline(long userId) {
        Activity activity = activities.get(userId);
        return activity != null && activity.isOnline(steady.instant());
    }

    /** The ids of all who are online now. */
    public List<Long> online() {
        Instant now = steady.instant();
        return activities.entrySet().stream()
                .filter(entry -> entry.getValue().isOnline(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is newer: what memory knows of a user, or what the database had. */
    public Instant lastSeen(long userId, Instant stored) {
        Instant now = clock.instant();
        Instant known = notAhead(stored, now);
        Activity activity = activities.get(userId);
        return activity == null || activity.active().isBefore(known) ? known : notAhead(activity.active(), now);
    }

    /** Tells this socket of these users from now on, in place of those before; their state at once. */
    void watch(Connection connection, Collection<Long> userIds) {
        watches.set(connection, userIds);
        connection.afterDrain(() -> tellAll(connection));
        tellAll(connection);
    }

    void unwatch(Connection connection) {
        watches.remove(connection);
    }

    private void tellAll(Connection connection) {
        Set<Long> userIds = watches.of(connection);
        if (!userIds.isEmpty()) {
            tell(connection, states(userIds));
        }
    }

    private static void tell(Connection connection, List<State> states) {
        connection.offer(Event.fleeting("presence", new Told(states)));
    }

    private List<State> states(Collection<Long> userIds) {
        return database.read(handle -> handle.attach(PresenceDao.class).of(userIds)).stream()
                .map(user -> user.deleted()
                        ? State.gone(user.id(), lastSeen(user.id(), user.lastSeen()))
                        : state(user.id(), user.lastSeen()))
                .toList();
    }

    private State state(long userId, Instant stored) {
        boolean online = isOnline(userId);
        if (online != toldOnline.contains(userId)) {
            toTellAgain.add(userId);
        }
        return new State(userId, online, lastSeen(userId, stored), null);
    }

    @Override
    public void meters(MeterRegistry registry) {
        Gauge.builder("chat.users.online", this, who -> who.online().size())
                .description("Users who did something within five minutes")
                .register(registry);
    }

    /** Called once a second: tells who came and who lapsed, and writes what is due. */
    @Override
    public void tick() {
        Instant now = clock.instant();
        Instant steadyNow = steady.instant();
        Map<Long, State> changed = new HashMap<>();
        for (long userId : List.copyOf(deleted)) {
            activities.remove(userId);
            toldOnline.remove(userId);
            toTellAgain.remove(userId);
            changed.put(userId, State.gone(userId, now));
            deleted.remove(userId);
        }
        activities.forEach((userId, activity) -> {
            boolean online = activity.isOnline(steadyNow);
            boolean turned = online ? toldOnline.add(userId) : toldOnline.remove(userId);
            if (toTellAgain.remove(userId) || turned) {
                changed.put(userId, new State(userId, online, notAhead(activity.active(), now), null));
            }
            if (!online && activity.isWritten()) {
                activities.remove(userId, activity);
            }
        });
        watches.split(changed.keySet())
                .forEach((connection, userIds) ->
                        tell(connection, userIds.stream().map(changed::get).toList()));
        write(activity -> activity.isDue(now));
    }

    private void write(Predicate<Activity> which) {
        Instant now = clock.instant();
        List<LastSeen> due = new ArrayList<>();
        activities.forEach((userId, activity) -> {
            if (which.test(activity)) {
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

    /** Queues what is not written yet, before the database closes. */
    public void flush() {
        write(activity -> !activity.isWritten());
    }
}
