package chat.app;

import chat.web.Assets;
import chat.web.Pages;
import java.nio.file.Path;

/** The templates and static files. They are in the jar; in development they are read from the source folders. */
record PageFiles(Pages pages, Assets assets) {
    static PageFiles of(boolean dev) {
        Assets assets = new Assets(dev ? Path.of("static") : null);
        return new PageFiles(new Pages(dev ? Path.of("templates") : null, assets), assets);
    }
}
