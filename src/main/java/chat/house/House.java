package chat.house;

import static chat.web.Access.ANYONE;

import chat.db.Database;
import chat.feature.Feature;
import chat.web.ApiError;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The name and the accent colour of this chat. They are stored, and kept in memory for every page. */
public final class House implements Feature {
    static final String PATH = "/house/";
    static final String STYLE = "/accent.css";
    static final String MANIFEST = "/manifest.webmanifest";

    private static final String NAME = "chat_name";
    private static final String COLOUR = "accent_colour";

    private final String icon;
    private volatile HouseFiles files;

    /** @param icon the address of the chat's icon */
    public House(Database database, String icon) {
        this.icon = icon;
        files = HouseFiles.of(database.read(House::stored), icon);
    }

    private static Look stored(Handle handle) {
        HouseDao settings = handle.attach(HouseDao.class);
        return new Look(
                settings.find(NAME).orElse(Look.DEFAULT.name()),
                settings.find(COLOUR).orElse(Look.DEFAULT.colour()));
    }

    @Override
    public void routes(Routes routes) {
        routes.get(PATH + "{version}" + STYLE, ANYONE, this::style);
        routes.get(PATH + "{version}" + MANIFEST, ANYONE, this::manifest);
    }

    private void style(Context ctx) {
        HouseFiles now = files;
        if (now.style() == null) {
            throw ApiError.notFound("There is nothing here.");
        }
        answer(ctx, now, "text/css; charset=utf-8", now.style());
    }

    private void manifest(Context ctx) {
        HouseFiles now = files;
        answer(ctx, now, "application/manifest+json", now.manifest());
    }

    /** A page from just before a change asks for an older version. It gets the present one, which it must not keep. */
    private static void answer(Context ctx, HouseFiles now, String type, String content) {
        if (ctx.pathParam("version").equals(now.version())) {
            // Not public, because an answer may renew the caller's cookie.
            ctx.header("Cache-Control", "private, max-age=31536000, immutable");
        }
        ctx.contentType(type).result(content);
    }

    public Look look() {
        return files.look();
    }

    /** The variables that every template gets. */
    public Map<String, Object> variables() {
        return files.variables();
    }

    /** Stores a look, in a transaction. Returns the one before. */
    public Look store(Handle handle, Look look) {
        Look before = stored(handle);
        HouseDao settings = handle.attach(HouseDao.class);
        put(settings, NAME, look.name(), Look.DEFAULT.name());
        put(settings, COLOUR, look.colour(), Look.DEFAULT.colour());
        return before;
    }

    private static void put(HouseDao settings, String name, String value, String defaultValue) {
        if (value.equals(defaultValue)) {
            settings.remove(name);
        } else {
            settings.put(name, value);
        }
    }

    /** Shows a look that is stored from now on. Called after the commit, in the order of the commits. */
    public void use(Look look) {
        files = HouseFiles.of(look, icon);
    }
}
