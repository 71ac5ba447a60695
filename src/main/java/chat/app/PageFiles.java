package chat.app;

import chat.web.Assets;
import chat.web.Pages;
import chat.web.Web;
import java.nio.file.Path;
import java.util.Map;

/**
 * The templates and static files. They are in the jar; in development they are read from the source folders.
 *
 * @param address the path prefix of the static files
 */
record PageFiles(String address, Pages pages, Assets assets) {
    static PageFiles of(boolean dev) {
        Build build = Build.read();
        String address = Web.FILES + (dev ? "dev" : build.assets());
        return new PageFiles(
                address,
                new Pages(dev ? Path.of("templates") : null, Map.of("assets", address, "webjars", build.webjars())),
                dev ? Assets.fromFolder(address, Path.of("static")) : Assets.packed(address));
    }
}
