package chat.presence;

import chat.db.Database;
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

/**
 * Who is typing where. A mark that is not renewed lapses by itself, so that it needs no goodbye from a socket that
 * died. Any thread may call; {@link #tick} is called by one.
 */
public final class Typing {
    private static final Duration LAPSE = Duration.ofSeconds(6);

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

    private final Database database;
    private final Hub hub;
    private final Presence presence;
    private final Clock clock;
    private final Map<Mark, Instant> until = new ConcurrentHashMap<>();

    /** @param clock one that is never set */
    public Typing(Database database, Hub hub, Presence presence, Clock clock) {
        this.database = database;
        this.hub = hub;
        this.presence = presence;
        this.clock = clock;
    }

    /** The event {@code typing}. */
    public void start(Connection connection, Input data) {
        Mark mark = mark(connection.userId(), Target.of(data));
        presence.active(connection.userId());
        until.put(mark, clock.instant().plus(LAPSE));
        tell("typing", mark);
    }

    /** The event {@code stop_typing}. */
    public void stop(Connection connection, Input data) {
        end(mark(connection.userId(), Target.of(data)));
    }

    /** A message ends it. Called on the writer's thread, with whom the message went to: nothing is read. */
    public void ended(long userId, Room room, List<Long> members) {
        if (until.remove(Mark.of(userId, room)) != null) {
            tell("stop_typing", userId, room.id(), members);
        }
    }

    private void end(Mark mark) {
        if (until.remove(mark) != null) {
            tell("stop_typing", mark);
        }
    }

    private Mark mark(long userId, Target target) {
        return database.read(handle -> target.find(handle.attach(RoomDao.class), userId))
                .map(room -> Mark.of(userId, room))
                .orElseGet(() -> new Mark(userId, target.receiverId(), null));
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
        until.forEach((mark, lapse) -> {
            if (!lapse.isAfter(now) && until.remove(mark, lapse)) {
                lapse(mark);
            }
        });
    }

    private void lapse(Mark mark) {
        try {
            tell("stop_typing", mark);
        } catch (ApiError gone) {
            // Whoever was written to has deleted the account: nobody is there to be told.
        }
    }
}
