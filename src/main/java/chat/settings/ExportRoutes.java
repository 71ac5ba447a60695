package chat.settings;

import chat.accounts.SessionView;
import chat.accounts.Sessions;
import chat.db.Database;
import chat.settings.ExportDao.Message;
import chat.settings.ExportDao.Room;
import chat.web.Budget;
import chat.web.Budgets;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Json;
import chat.web.Requests;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of one's own data as one JSON file, written while it is read: a page of it is in memory at a time, and no
 * connection to the database waits for a slow reader.
 */
public final class ExportRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
    private static final int PAGE = 200;
    private static final int BUFFER = 32 * 1024;

    private record Session(String device, String address, Instant createdAt, Instant lastUsedAt, boolean thisDevice) {}

    private final Database database;
    private final Sessions sessions;
    private final Budgets budgets;
    private final Clock clock;

    public ExportRoutes(Database database, Sessions sessions, Budgets budgets, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.budgets = budgets;
        this.clock = clock;
    }

    public void export(Context ctx) {
        Caller caller = Caller.of(ctx);
        if (ctx.method().equals(HandlerType.HEAD)) {
            nameFile(ctx, caller);
            return;
        }
        String network = ClientAddress.of(ctx).network();
        try (Budgets.Lease lease = budgets.take(Budget.EXPORTS, network, caller.id(), 1)) {
            nameFile(ctx, caller);
            write(caller, sessions(ctx), ctx.outputStream());
        } catch (IOException e) {
            LOG.debug("An export broke off: {}", e.toString());
            Requests.cut(ctx);
        }
    }

    private void nameFile(Context ctx, Caller caller) {
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        ctx.contentType("application/json");
        ctx.header("Content-Disposition", "attachment; filename=\"chat-" + caller.username() + "-" + day + ".json\"");
    }

    private void write(Caller caller, List<Session> sessions, OutputStream stream) throws IOException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        try (JsonGenerator json = Json.stream(out)) {
            json.writeStartObject();
            json.writePOJOField("exported_at", clock.instant());
            json.writePOJOField("profile", read(caller, dao -> dao.profile(caller.id())));
            json.writePOJOField("sessions", sessions);
            json.writeArrayFieldStart("rooms");
            writeRooms(caller, json);
            json.writeEndArray();
            json.writeEndObject();
        }
        out.flush();
    }

    private List<Session> sessions(Context ctx) {
        return sessions.of(ctx).stream().map(ExportRoutes::session).toList();
    }

    private static Session session(SessionView view) {
        return new Session(view.device(), view.address(), view.begun(), view.lastUsed(), view.isCurrent());
    }

    private void writeRooms(Caller caller, JsonGenerator json) throws IOException {
        List<Room> page = List.of();
        do {
            long after = page.isEmpty() ? 0 : page.get(page.size() - 1).id();
            page = read(caller, dao -> dao.rooms(caller.id(), after, PAGE));
            for (Room room : page) {
                json.writeStartObject();
                json.writePOJOField("room", room);
                json.writePOJOField("members", read(caller, dao -> dao.members(room.id())));
                json.writeArrayFieldStart("messages");
                writeMessages(caller, room.id(), json);
                json.writeEndArray();
                json.writeEndObject();
            }
        } while (page.size() == PAGE);
    }

    private void writeMessages(Caller caller, long roomId, JsonGenerator json) throws IOException {
        List<Message> page = List.of();
        do {
            long after = page.isEmpty() ? 0 : page.get(page.size() - 1).seq();
            page = read(caller, dao -> dao.messages(caller.id(), roomId, after, PAGE));
            for (Message message : page) {
                json.writePOJO(message);
            }
        } while (page.size() == PAGE);
    }

    /** A slow reader may be at it for an hour: who has logged out meanwhile gets no more. */
    private <T> T read(Caller caller, Function<ExportDao, T> query) throws IOException {
        if (!sessions.lives(caller)) {
            throw new IOException("The session has ended");
        }
        return database.read(handle -> query.apply(handle.attach(ExportDao.class)));
    }
}
