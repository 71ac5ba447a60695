package chat.admin;

import static chat.web.Access.ADMIN;

import chat.db.Database;
import chat.house.House;
import chat.house.Look;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The administrator's page on the chat's name and accent colour. */
final class AdminAppearance {
    private static final String PATH = "/admin/appearance";
    private static final String NAME = "chat_name";
    private static final String COLOUR = "accent_colour";

    private final Database database;
    private final House house;
    private final AuditLog audit;
    private final AdminPages pages;

    AdminAppearance(Database database, House house, AuditLog audit, AdminPages pages) {
        this.database = database;
        this.house = house;
        this.audit = audit;
        this.pages = pages;
    }

    void addTo(Routes routes) {
        routes.get("/admin/appearance", ADMIN, this::show);
        routes.post("/admin/appearance", ADMIN, this::save);
    }

    private void show(Context ctx) {
        Look look = house.look();
        show(ctx, 200, Map.of(NAME, look.name(), COLOUR, look.colour()), Map.of());
    }

    private void show(Context ctx, int status, Map<String, String> typed, Map<String, String> errors) {
        Map<String, ?> model =
                Map.of("section", "appearance", "typed", typed, "errors", errors, "standard", Look.DEFAULT);
        pages.show(ctx, status, "admin-appearance", model);
    }

    private void save(Context ctx) {
        Input form = Input.form(ctx);
        Map<String, String> typed = new LinkedHashMap<>();
        Map<String, String> errors = new LinkedHashMap<>();
        String name = field(form, NAME, Look::parseName, typed, errors);
        String colour = field(form, COLOUR, Look::parseColour, typed, errors);
        if (!errors.isEmpty()) {
            show(ctx, 400, typed, errors);
            return;
        }
        Look look = new Look(name, colour);
        long adminId = Caller.of(ctx).id();
        ctx.future(() -> database.write(handle -> store(handle, adminId, look), house::use)
                .thenRun(() -> AdminPages.done(ctx, PATH, "appearance")));
    }

    /** Parses a field. Adds what was typed and what is wrong with it. */
    private static String field(
            Input form,
            String field,
            UnaryOperator<String> parser,
            Map<String, String> typed,
            Map<String, String> errors) {
        try {
            String text = form.has(field) ? form.text(field) : "";
            typed.put(field, text);
            return parser.apply(text);
        } catch (ApiError e) {
            errors.put(field, e.getMessage());
            return null;
        }
    }

    private Look store(Handle handle, long adminId, Look look) {
        Look before = house.store(handle, look);
        if (!before.name().equals(look.name())) {
            audit.write(handle, adminId, AuditAction.NAME, null, look.name());
        }
        if (!before.colour().equals(look.colour())) {
            audit.write(handle, adminId, AuditAction.COLOUR, null, look.colour());
        }
        return look;
    }
}
