package chat.messages;

import chat.db.Database;
import chat.presence.Presence;
import chat.presence.Typing;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.Receipts;
import chat.rooms.Room;
import chat.rooms.RoomDao;
import chat.rooms.Target;
import chat.web.ApiError;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/** Sending a message, from the request to everybody's screen: {@link #send} tells the story. */
public final class Messages {
    private record NewMessage(Message message) {}

    private record MessageSent(String clientId, Message message) {}

    /** What the transaction made: for a known client id the first message, and nothing to tell. */
    private record Stored(Message message, boolean isNew, Room room, List<Long> members, boolean caughtUp) {}

    private final Database database;
    private final Hub hub;
    private final Presence presence;
    private final Typing typing;
    private final Receipts receipts;
    private final Clock clock;

    public Messages(Database database, Hub hub, Presence presence, Typing typing, Receipts receipts, Clock clock) {
        this.database = database.map(MessageRow.class);
        this.hub = hub;
        this.presence = presence;
        this.typing = typing;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A message that is durably stored, and whether this call made it or an earlier one with its client id. */
    record Sent(Message message, boolean isNew) {}

    /**
     * Stores a message, acknowledges it, and delivers it: in that order, on the writer's thread, so that all see one
     * order.
     *
     * @param from the socket it came by, told with {@code message_sent}; null for HTTP, which answers by itself
     */
    CompletableFuture<Sent> send(long senderId, Target target, String content, String clientId, Connection from) {
        presence.active(senderId);
        return database.write(handle -> store(handle, senderId, target, content, clientId))
                .thenApply(stored -> {
                    Message message = stored.message();
                    if (from != null) {
                        from.offer(Event.of("message_sent", new MessageSent(clientId, message)));
                    }
                    if (stored.isNew()) {
                        hub.deliver(stored.members(), Event.of("new_message", new NewMessage(message)), from);
                        typing.ended(senderId, stored.room());
                        if (stored.caughtUp()) {
                            receipts.tell(stored.room(), senderId, message.seq());
                        }
                    }
                    return new Sent(message, stored.isNew());
                });
    }

    /** One unit of writing. A known client id is looked up before anything else. */
    private Stored store(Handle handle, long senderId, Target target, String content, String clientId) {
        MessageDao messages = handle.attach(MessageDao.class);
        RoomDao rooms = handle.attach(RoomDao.class);
        if (clientId != null) {
            MessageRow first = messages.findByClientId(senderId, clientId).orElse(null);
            if (first != null) {
                return again(rooms, first, senderId, target, content);
            }
        }
        Content.check(content);
        Instant now = clock.instant();
        Room room = target.open(rooms, senderId, now);
        boolean caughtUp = rooms.readSeq(room.id(), senderId) < room.lastSeq();
        long id = messages.nextId();
        Room after = rooms.takeMessage(room.id(), id);
        messages.insert(room.id(), after.lastSeq(), id, after.rev(), senderId, content, clientId, now);
        rooms.moveMark(room.id(), senderId, after.lastSeq());
        MessageRow row = new MessageRow(id, room.id(), after.lastSeq(), after.rev(), senderId, content, now, clientId);
        return new Stored(row.in(after, rooms.marks(room.id())), true, after, rooms.memberIds(room.id()), caughtUp);
    }

    private static Stored again(RoomDao rooms, MessageRow first, long senderId, Target target, String content) {
        if (!first.messageContent().equals(content) || !target.names(rooms, senderId, first.roomId())) {
            throw ApiError.conflict("client_id", "This client_id was used for another message.");
        }
        Room room = rooms.find(first.roomId());
        return new Stored(first.in(room, rooms.marks(room.id())), false, room, List.of(), false);
    }
}
