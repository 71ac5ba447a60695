package chat.messages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many bytes of texts each user has stored. Those who sent last are remembered, so that a send asks the database
 * for nothing. For the writer's thread; it ends with the writer's connection, and with it what was not committed.
 */
final class Usage {
    private static final int REMEMBERED = 10_000;

    private final PreparedStatement sum;
    private final Map<Long, Long> stored = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    Usage(Connection connection) throws SQLException {
        sum = connection.prepareStatement("SELECT coalesce(sum(sent_bytes), 0) FROM memberships WHERE user_id = ?");
    }

    long of(long userId) throws SQLException {
        Long known = stored.get(userId);
        if (known != null) {
            return known;
        }
        sum.setLong(1, userId);
        try (ResultSet row = sum.executeQuery()) {
            row.next();
            stored.put(userId, row.getLong(1));
            return row.getLong(1);
        }
    }

    /** After that much has been written to the database. */
    void add(long userId, long bytes) {
        stored.computeIfPresent(userId, (id, before) -> before + bytes);
    }
}
