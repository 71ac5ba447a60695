package chat.messages;

import chat.db.Bulk;
import chat.db.Database;
import chat.messages.MessageStore.Sending;
import chat.messages.MessageStore.Stored;
import chat.presence.Presence;
import chat.presence.Typing;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.rooms.Receipts;
import chat.rooms.Target;
import chat.web.Json;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** Sending a message, from the request to everybody's screen: {@link #send} tells the story. */
public final class Messages {
    private record NewMessage(@JsonRawValue String message) {}

    private record MessageSent(String clientId, @JsonRawValue String message) {}

    private final Bulk<Sending, Stored> store;
    private final Database database;
    private final Hub hub;
    private final Presence presence;
    private final Typing typing;
    private final Receipts receipts;
    private final Clock clock;

    /** @param quota how many bytes of texts a user may store */
    public Messages(
            Database database, Hub hub, Presence presence, Typing typing, Receipts receipts, long quota, Clock clock) {
        store = new MessageStatements.Keeper(quota);
        this.database = database.map(MessageRow.class);
        this.hub = hub;
        this.presence = presence;
        this.typing = typing;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A message that is durably stored, and whether this call made it or an earlier one with its client id. */
    record Sent(Message message, boolean isNew) {}

    /** The newest message's id; they count up, so it also says how many there are. */
    public long lastId() {
        return database.read(handle -> handle.attach(MessageDao.class).lastId());
    }

    /**
     * Stores a message, acknowledges it, and delivers it: in that order, on the writer's thread, so that all see one
     * order.
     *
     * @param from the socket it came by, told with {@code message_sent}; null for HTTP, which answers by itself
     */
    CompletableFuture<Sent> send(long senderId, Target target, String content, String clientId, Connection from) {
        presence.active(senderId);
        return database.write(store, new Sending(senderId, target, content, clientId, clock.instant()))
                .thenApply(stored -> {
                    Message message = stored.message();
                    String json = Json.write(message);
                    if (from != null) {
                        from.offer(Event.of("message_sent", new MessageSent(clientId, json)));
                    }
                    if (stored.isNew()) {
                        hub.deliver(stored.members(), Event.of("new_message", new NewMessage(json)), from);
                        typing.ended(senderId, stored.room(), stored.members());
                        if (stored.caughtUp()) {
                            receipts.tell(stored.room(), senderId, message.seq());
                        } else if (!stored.room().isDirect()) {
                            receipts.lowestMayHaveMoved(stored.room().id());
                        }
                    }
                    return new Sent(message, stored.isNew());
                });
    }
}
