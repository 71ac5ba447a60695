package chat.messages;

import chat.db.Database;
import chat.feature.Base;
import chat.feature.Export;
import chat.feature.Feature;
import chat.messages.MessageChanges.Changed;
import chat.realtime.Connection;
import chat.realtime.Event;
import chat.realtime.Hub;
import chat.realtime.Socket;
import chat.rooms.RoomContent;
import chat.rooms.Sent;
import chat.rooms.Target;
import chat.web.Errors;
import chat.web.Input;
import chat.web.Json;
import chat.web.Limit;
import chat.web.Routes;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends, changes and reads messages. */
public final class Messages implements Feature, RoomContent {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    private record NewMessage(@JsonRawValue String message) {}

    private record MessageSent(String clientId, @JsonRawValue String message) {}

    private record MessageChanged(Message message, List<Long> revs) {}

    private final Database database;
    private final Hub hub;
    private final Clock clock;
    private final MessageAssembler assembler = new MessageAssembler();
    private final MessageStore store;
    private final MessageChanges changes = new MessageChanges(assembler);
    private final History history;
    private final MessageRoutes routes;
    private final LongAdder stored = new LongAdder();
    private List<Consumer<Sent>> listeners = List.of();

    /** @param quota how many bytes of text a user may store */
    public Messages(Base base, long quota) {
        database = base.database();
        hub = base.hub();
        clock = base.clock();
        store = new MessageStore(assembler, database.dialect(), quota);
        history = new History(database, assembler);
        routes = new MessageRoutes(this, history);
    }

    /**
     * Sets the listeners that are called after a message is committed and delivered. They run in this order on the
     * writer's thread and must not block. Call it before the first message.
     */
    public void afterCommit(List<Consumer<Sent>> newListeners) {
        listeners = List.copyOf(newListeners);
    }

    /** Adds a field to every message. Call it before the first message. */
    public void add(MessagePart part) {
        assembler.add(part);
    }

    @Override
    public void routes(Routes to) {
        routes.addTo(to);
    }

    @Override
    public void events(Socket socket) {
        socket.on("send_message", Limit.SENDS_BY_USER, this::send);
    }

    /** Handles {@code send_message}. */
    private void send(Connection connection, Input data) {
        String clientId = data.clientId();
        Draft draft = new Draft(
                connection.userId(), Target.of(data), data.text("message_content"), clientId, clock.instant());
        send(draft, connection).exceptionally(failure -> {
            connection.refuse(Errors.of(failure), clientId);
            return null;
        });
    }

    CompletableFuture<Stored> send(long senderId, Target target, String text, String clientId) {
        return database.offWriter(send(new Draft(senderId, target, text, clientId, clock.instant()), null));
    }

    /**
     * Stores a message durably, then acknowledges and delivers it. The steps after the commit run on the writer's
     * thread in the order of the commits, so that all members see the same order.
     *
     * @param from the socket that sent the message, which gets {@code message_sent}; null for HTTP
     */
    private CompletableFuture<Stored> send(Draft draft, Connection from) {
        return database.write(store, draft, outcome -> deliver(outcome, from));
    }

    private void deliver(Stored outcome, Connection from) {
        Message message = outcome.message();
        String json = Json.write(message);
        if (from != null) {
            hub.deliver(from, Event.of("message_sent", new MessageSent(message.clientId(), json)));
        }
        if (outcome.isNew()) {
            stored.increment();
            hub.deliver(outcome.members(), Event.of("new_message", new NewMessage(json)), from);
            notifyListeners(outcome);
        }
    }

    private void notifyListeners(Stored outcome) {
        Message message = outcome.message();
        Sent sent = new Sent(outcome.room(), outcome.members(), message.senderId(), message.seq(), outcome.caughtUp());
        for (Consumer<Sent> listener : listeners) {
            try {
                listener.accept(sent);
            } catch (RuntimeException | Error e) { // the message is stored, so the other listeners must run
                LOG.error("A listener for sent messages failed", e);
            }
        }
    }

    /**
     * Applies a change to a message under the room's next {@code rev}, and sends {@code message_changed} to the
     * members. The future fails with 404 if the caller is not a member, or with the change's exception.
     */
    public CompletableFuture<Message> change(long callerId, long messageId, MessageChange change) {
        return database.write(handle -> changes.apply(handle, callerId, messageId, change), this::sendChanged)
                .thenApply(Changed::message);
    }

    private void sendChanged(Changed changed) {
        Message message = changed.message();
        hub.deliver(
                changed.members(),
                Event.of("message_changed", new MessageChanged(message, List.of(message.rev()))),
                null);
    }

    @Override
    public Map<Long, Message> newest(Handle handle, Collection<Long> roomIds) {
        return history.newest(handle, roomIds);
    }

    @Override
    public void export(Export export, long roomId) throws IOException {
        history.export(export, roomId);
    }

    @Override
    public void meters(MeterRegistry registry) {
        FunctionCounter.builder("chat.messages.stored", stored, LongAdder::sum)
                .description("Messages stored since the server started")
                .register(registry);
    }
}
