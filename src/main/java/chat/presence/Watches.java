package chat.presence;

import chat.realtime.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users that each socket watches. Any thread may call. */
final class Watches {
    private final Map<Connection, Set<Long>> watched = new HashMap<>();
    private final Map<Long, Set<Connection>> watchers = new HashMap<>();

    synchronized void set(Connection connection, Collection<Long> userIds) {
        remove(connection);
        watched.put(connection, Set.copyOf(userIds));
        for (long userId : userIds) {
            watchers.computeIfAbsent(userId, id -> new HashSet<>()).add(connection);
        }
    }

    synchronized void remove(Connection connection) {
        for (long userId : of(connection)) {
            watchers.computeIfPresent(userId, (id, all) -> {
                all.remove(connection);
                return all.isEmpty() ? null : all;
            });
        }
        watched.remove(connection);
    }

    synchronized Set<Long> of(Connection connection) {
        return watched.getOrDefault(connection, Set.of());
    }

    /** The sockets that watch any of these users, each with those that it watches. */
    synchronized Map<Connection, List<Long>> watchersOf(Collection<Long> userIds) {
        Map<Connection, List<Long>> watchersOf = new HashMap<>();
        for (long userId : userIds) {
            for (Connection connection : watchers.getOrDefault(userId, Set.of())) {
                watchersOf
                        .computeIfAbsent(connection, same -> new ArrayList<>())
                        .add(userId);
            }
        }
        return watchersOf;
    }
}
