package chat.accounts;

import static chat.web.Access.PAGE;

import chat.db.Database;
import chat.feature.Base;
import chat.feature.Export;
import chat.feature.Feature;
import chat.web.Budget;
import chat.web.Budgets;
import chat.web.Caller;
import chat.web.ClientAddress;
import chat.web.Json;
import chat.web.Requests;
import chat.web.Routes;
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
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes all of a user's data as one JSON file: the account's part, and then the part of each feature. */
final class AccountExport {
    private static final Logger LOG = LoggerFactory.getLogger(AccountExport.class);
    private static final int BUFFER = 32 * 1024;

    private record Profile(long id, String username, Instant createdAt, Instant lastSeen) {}

    private record Session(String device, String address, Instant createdAt, Instant lastUsedAt, boolean thisDevice) {}

    private final Database database;
    private final Sessions sessions;
    private final Budgets budgets;
    private final Clock clock;
    private final Supplier<List<Feature>> features;

    /** @param features the features that export their own part */
    AccountExport(Base base, Sessions sessions, Supplier<List<Feature>> features) {
        database = base.database();
        budgets = base.budgets();
        clock = base.clock();
        this.sessions = sessions;
        this.features = features;
    }

    void addTo(Routes routes) {
        routes.get("/settings/export", PAGE, this::export);
    }

    private void export(Context ctx) {
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
            LOG.debug("An export was interrupted: {}", e.toString());
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
            Export to = new Export(caller.id(), database, json, () -> this.sessions.isActive(caller));
            json.writeStartObject();
            to.field("exported_at", clock.instant());
            to.field("profile", to.read(handle -> profile(handle, caller.id())));
            to.field("sessions", sessions);
            for (Feature feature : features.get()) {
                feature.export(to);
            }
            json.writeEndObject();
        }
        out.flush();
    }

    private static Profile profile(Handle handle, long userId) {
        return handle.createQuery("SELECT id, username, created_at, last_seen FROM users WHERE id = :userId")
                .bind("userId", userId)
                .mapTo(Profile.class)
                .one();
    }

    private List<Session> sessions(Context ctx) {
        return sessions.of(ctx).stream().map(AccountExport::session).toList();
    }

    private static Session session(SessionView view) {
        return new Session(view.device(), view.address(), view.createdAt(), view.lastUsedAt(), view.isCurrent());
    }
}
