package chat.web;

import io.javalin.http.Context;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.loader.FileLoader;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Renders HTML from the templates. */
public final class Pages {
    private final PebbleEngine engine;
    private volatile Supplier<Map<String, Object>> current = Map::of;

    /**
     * @param templates the folder to read the templates from at each request. Null means from the jar, once
     * @param assets the files that the templates name
     */
    public Pages(Path templates, Assets assets) {
        engine = new PebbleEngine.Builder()
                .loader(loader(templates))
                .cacheActive(templates == null)
                .extension(new AssetFunctions(assets))
                .strictVariables(false)
                .build();
    }

    private static Loader<String> loader(Path templates) {
        if (templates != null) {
            FileLoader loader = new FileLoader(templates.toAbsolutePath().toString());
            loader.setSuffix(".peb");
            return loader;
        }
        ClasspathLoader loader = new ClasspathLoader();
        loader.setPrefix("templates");
        loader.setSuffix(".peb");
        return loader;
    }

    /** Sets the variables that every template gets and that may change. Called once, before the server starts. */
    public void setCurrent(Supplier<Map<String, Object>> variables) {
        current = variables;
    }

    /** Answers with a page. A null value in the model counts as absent. */
    public void render(Context ctx, int status, String template, Map<String, ?> model) {
        ctx.status(status).html(html(template, model));
    }

    String html(String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(current.get());
        all.putAll(model);
        StringWriter html = new StringWriter();
        try {
            engine.getTemplate(template).evaluate(html, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return html.toString();
    }
}
