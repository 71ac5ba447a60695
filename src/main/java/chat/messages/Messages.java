package chat.messages;

import chat.db.Bulk;
import chat.db.Database;
import chat.feature.Feature;
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
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Sending a message, from the request to everybody's screen: {@link #send} tells the story. */
public final class Messages implements Feature {
    private record NewMessage(@JsonRawValue String message) {}

    private record MessageSent(String clientId, @JsonRawValue String message) {}

    private final Bulk<Sending, Stored> store;
    private final Database database;
    private final Hub hub;
    private final Presence presence;
    private final Typing typing;
    private final Receipts receipts;
    private final Clock clock;
    private final LongAdder stored = new LongAdder();

    /** @param quota how many bytes of texts a user may store */
    public Messages(
            Database database, Hub hub, Presence presence, Typing typing, Receipts receipts, long quota, Clock clock) {
        store = new MessageStatements.Keeper(quota);
        this.database = database;
        this.hub = hub;
        this.presence = presence;
        this.typing = typing;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A message that is durably stored, and whether this call made it or an earlier one with its client id. */
    record Sent(Message message, boolean isNew) {}

    @Override
    public void meters(MeterRegistry registry) {
        FunctionCounter.builder("chat.messages.stored", stored, LongAdder::sum)
                .description("Messages stored since the start")
                .register(registry);
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
                .thenApply(outcome -> {
                    Message message = outcome.message();
                    String json = Json.write(message);
                    if (from != null) {
                        from.offer(Event.of("message_sent", new MessageSent(clientId, json)));
                    }
                    if (outcome.isNew()) {
                        stored.increment();
                        hub.deliver(outcome.members(), Event.of("new_message", new NewMessage(json)), from);
                        typing.ended(senderId, outcome.room(), outcome.members());
                        if (outcome.caughtUp()) {
                            receipts.tell(outcome.room(), senderId, message.seq());
                        } else if (!outcome.room().isDirect()) {
                            receipts.lowestMayHaveMoved(outcome.room().id());
                        }
                    }
                    return new Sent(message, outcome.isNew());
                });
    }
}
