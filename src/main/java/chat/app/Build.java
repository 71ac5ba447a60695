package chat.app;

import chat.web.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The build's own record of itself.
 *
 * @param assets a checksum of the static files. It is part of their path, so browsers may cache them for good
 * @param webjars the path of each front-end library, by its name
 */
record Build(String version, String assets, Map<String, String> webjars) {
    private static final String WEBJAR = "webjar.";

    static Build read() {
        Properties properties = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/build.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                properties.getProperty("version"),
                properties.getProperty("assets").substring(0, 12),
                webjars(properties));
    }

    private static Map<String, String> webjars(Properties properties) {
        Map<String, String> webjars = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(WEBJAR)) {
                String name = key.substring(WEBJAR.length());
                webjars.put(name, Web.LIBRARIES + name + "/" + properties.getProperty(key));
            }
        }
        return webjars;
    }
}
