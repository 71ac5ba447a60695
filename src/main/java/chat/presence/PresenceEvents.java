package chat.presence;

import chat.realtime.Connection;
import chat.web.Input;

/** What a socket says and asks of presence. */
public final class PresenceEvents {
    private static final int MAX_WATCHED = 500;

    private final Presence presence;

    public PresenceEvents(Presence presence) {
        this.presence = presence;
    }

    /** The event {@code active}. */
    public void active(Connection connection, Input data) {
        presence.active(connection.userId());
    }

    /** The event {@code watch}. */
    public void watch(Connection connection, Input data) {
        presence.watch(connection, data.ids("user_ids", MAX_WATCHED));
    }

    public void closed(Connection connection) {
        presence.unwatch(connection);
    }
}
